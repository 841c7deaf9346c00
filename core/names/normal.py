"""One spelling for what people write in many: letters unified in both scripts, and the telling part of a name."""

import unicodedata

# Letters that Moroccan lists use for one another; the hamza's carriers and the presentation forms fall together
# by decomposition, these do not.
_ARABIC = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ة": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ک": "ك",
        "گ": "ك",
        "ڭ": "ك",
        "ݣ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "ء": None,
        "ـ": None,
    }
)
# Latin letters that decomposition leaves whole.
_LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
# These join what they stand between: an apostrophe of "l'Atlas" parts two words, a joiner inside a word nothing.
_INVISIBLE = {"Cf", "Mn", "Me", "Cc"}
# A name holds 200 letters, which unusual ligatures unfold to more; an index of the database has a bound.
LONGEST_KEY = 200

# What a kind of organisation is called, and articles: they tell nothing of which one it is.
_TELLS_NOTHING = """
    cooperative cooperatives coop cop coope scoop association asso assoc ass union unions uc gie groupement interet
    economique societe ste sarl projet cooperativa
    le la les l de des du d et the of and al el
    تعاونيه تعاونيات التعاونيه التعاونيات تعاونيتي جمعيه الجمعيه اتحاد الاتحاد مجموعه المجموعه ذات النفع الاقتصادي
    شركه مشروع و
"""
_GENERIC = frozenset(_TELLS_NOTHING.split())
_ARTICLES = ("ال", "لل")


def normalised(text: str) -> str:
    """The text in small letters without accents, vowel signs or punctuation, alike letters unified, single spaces."""
    unfolded = unicodedata.normalize("NFKD", text.casefold()).translate(_ARABIC).translate(_LATIN)
    kept = []
    for letter in unfolded:
        category = unicodedata.category(letter)
        if category in _INVISIBLE and letter not in "\n\t\r":
            continue
        if category == "Nd":
            kept.append(str(unicodedata.digit(letter)))
        else:
            kept.append(letter if category[0] in "LN" else " ")
    return " ".join("".join(kept).split())


def core_of_name(text: str) -> str:
    """The telling words of a name, normalised: without "coopérative", "تعاونية", articles and the like.

    A name made of such words only is given back whole, so that it is still something to compare.
    """
    whole = normalised(text)
    return " ".join(telling_words(whole)) or whole


def telling_words(normal: str) -> list[str]:
    """The words of a normalised name that tell which one it is, Arabic ones without their article."""
    return [without_article(word) for word in normal.split() if word not in _GENERIC]


def without_article(word: str) -> str:
    """An Arabic word without its article, when enough of a word stays behind it."""
    return word[2:] if word.startswith(_ARTICLES) and len(word) > 4 else word


def search_key(arabic: str | None, latin: str | None) -> str:
    """Both names normalised in one line, the Arabic one first, each within 200 letters."""
    return " | ".join(normalised(name)[:LONGEST_KEY] for name in (arabic, latin) if name)
