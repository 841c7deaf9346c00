"""Phone numbers in one international spelling."""

import phonenumbers

from core.problems import Invalid


def international_phone(text: str) -> str:
    """A phone number in E.164, read as Moroccan where no country is given; Invalid where it is none."""
    try:
        number = phonenumbers.parse(text, "MA")
    except phonenumbers.NumberParseException as error:
        raise Invalid("phone_wrong") from error
    if not phonenumbers.is_valid_number(number):
        raise Invalid("phone_wrong")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
