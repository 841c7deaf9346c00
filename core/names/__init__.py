"""Normalising and comparing names, phones and places in Arabic and Latin script."""

from core.names.identity_cards import looks_like_identity_card
from core.names.likeness import consonant_skeleton, is_arabic, likeness, sound, sounds_beside, what_names_share
from core.names.normal import core_of_name, normalised, search_key
from core.names.outside import first_name_and_initial
from core.names.phones import international_phone

__all__ = [
    "consonant_skeleton",
    "core_of_name",
    "first_name_and_initial",
    "international_phone",
    "is_arabic",
    "likeness",
    "looks_like_identity_card",
    "normalised",
    "search_key",
    "sound",
    "sounds_beside",
    "what_names_share",
]
