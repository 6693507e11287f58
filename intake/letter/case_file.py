"""`os2forms.xml`: the concern for the case system SBSYS, as OS2forms writes such a file.

The structure is that of OS2forms' module `os2forms_sbsys`; it was not tried against an SBSYS. What
stays true: nobody's CPR or CVR number stands there, no digital post can come of it, and a reporter
is not named: like the base registration it holds how somebody wrote, never who.
"""

from collections.abc import Iterator
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

from intake.concern import Concern, told
from intake.facts import Texts
from intake.letter.mime import Attachment
from intake.letter.received import Received
from intake.letter.sheet import WHO_WROTE
from intake.letter.visible import visible
from intake.reference import shown

NAME = "os2forms.xml"
_END_USER = ("CprNummer", "CvrNummer", "Navn", "Adresse", "Postnr", "Postdistrikt")
_NO_XML = {0xFFFE: "[U+FFFE]", 0xFFFF: "[U+FFFF]"}
"""Beside what `visible` shows by its number, the two signs that XML 1.0 cannot hold."""


def attachment(concern: Concern, received: Received, words: Texts) -> Attachment | None:
    """The file, in UTF-8; None where the municipality has not said how it is filed."""
    sbsys = received.procedure.sbsys
    if sbsys is None:
        return None
    root = Xml.Element("os2formsFormular")
    _add(root, "OS2FormsId", sbsys.form_id)
    filing = _add(root, "SBSYSJournalisering")
    _add(filing, "PrimaerPartCprNummer")
    _add(filing, "PrimaerPartCvrNummer")
    _add(filing, "KLe", sbsys.kle)
    _add(filing, "SagSkabelonId", sbsys.case_template)
    title = words.get_filled("outside.subject", reference=shown(received.reference))
    _add_dispatch(root, title)
    form = _add(root, "FormularData")
    for name, answer in _data(concern, received):
        _add(form, name, answer)
    content = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Attachment(name=NAME, content_type='application/xml; charset="utf-8"', content=content)


def as_written(text: str) -> str:
    """Text as it stands in the file."""
    return escape(_holdable(text))


def _add_dispatch(root: Xml.Element, title: str) -> None:
    """To nobody, and "nej": OS2forms' own "ja" lets a digital post go out about a concern."""
    dispatch = _add(root, "DigitalForsendelse")
    end_user = _add(dispatch, "Slutbruger")
    for name in _END_USER:
        _add(end_user, name)
    receipt = _add(dispatch, "Kvittering")
    _add(receipt, "TitelTekst", title)
    _add(receipt, "BodyTekst")
    _add(dispatch, "MaaSendesTilDFF", "nej")


def _data(concern: Concern, received: Received) -> Iterator[tuple[str, str]]:
    """One element a field, by the names of `henvendelse.json`; empty where nothing was said."""
    yield "reference", shown(received.reference)
    yield "received", received.day.isoformat()
    yield "adds_to", concern.adds_to
    yield from ((name, answer or "") for name, answer in told(concern) if name not in WHO_WROTE)


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    element = Xml.SubElement(parent, name)
    element.text = _holdable(text)
    return element


def _holdable(text: str) -> str:
    """What XML cannot hold, or no reader would see, shown by its number as in the letter."""
    return visible(text).translate(_NO_XML)
