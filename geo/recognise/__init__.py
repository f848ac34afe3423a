"""Where a text says a place: the recogniser.

>>> from gazetteer import open_default                          # doctest: +SKIP
>>> Recogniser(open_default()).mentions("Fighting near Goris.") # doctest: +SKIP
[Mention(start=14, end=19, text='Goris', role='place', score=0.98, anchors=())]
"""

from geo.recognise.entities import EntityRecogniser, reads_english
from geo.recognise.given import from_doc, from_spacy_entities, from_spans
from geo.recognise.recogniser import Recogniser

__all__ = ["EntityRecogniser", "Recogniser", "from_doc", "from_spacy_entities", "from_spans", "reads_english"]
