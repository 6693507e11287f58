"""What is public: the municipality, the action card, the privacy notice, and the words.

What stays true: the standard library only, so that the site reads them without the service; every
mistake in a file is told at once.
"""
