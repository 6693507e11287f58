"""The inside of a letter: what a coordinator reads, and the files that come with it."""
