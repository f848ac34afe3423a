"""A local gazetteer: names, shapes and borders of the world's places, with their years, in files of the package.

>>> import gazetteer
>>> world = gazetteer.open_default()
>>> world.lookup("Stepanakert")[0].place.id
'gn:586523'
"""

from gazetteer.borders import Border
from gazetteer.errors import GazetteerError, GazetteerFileError, OverlayError
from gazetteer.place import Match, Place, PlaceName, Whereabouts
from gazetteer.store import Gazetteer, open_default

__all__ = [
    "Border",
    "Gazetteer",
    "GazetteerError",
    "GazetteerFileError",
    "Match",
    "OverlayError",
    "Place",
    "PlaceName",
    "Whereabouts",
    "open_default",
]
