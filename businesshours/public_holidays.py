"""Public holidays of countries and their regions, as the package `holidays` knows them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# In English where the package has it in English, else as the country itself calls them.
_LANGUAGE = "en_US"
# Years that are looked at for the next ones.
_AHEAD = 2


@lru_cache(maxsize=2048)
def of_year(country: str, region: str, year: int) -> dict[date, str]:
    """Return the names of a year's public holidays by day.

    None for a country or region that is not known (any more): what was chosen once stops nobody from working.
    """
    import holidays  # here and below: a quarter of a second, for those who keep any

    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=year, language=_LANGUAGE)
    except NotImplementedError:
        return {}
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class PublicHolidays:
    """The public holidays of one place, each year's looked up when it is asked for."""

    country: str
    region: str = ""

    def __contains__(self, day: date) -> bool:
        return bool(self.country) and day in of_year(self.country, self.region, day.year)

    def since(self, day: date) -> Iterator[tuple[date, str]]:
        """Return the next ones with their names, from a day on."""
        years = range(day.year, day.year + _AHEAD) if self.country else ()
        for year in years:
            yield from ((on, name) for on, name in of_year(self.country, self.region, year).items() if on >= day)


@lru_cache(maxsize=1)
def countries() -> list[tuple[str, str]]:
    """Return the countries of which holidays are known, as choices by name."""
    from holidays.registry import COUNTRIES

    return sorted(((code, _spaced(name)) for name, code, *_ in COUNTRIES.values()), key=lambda choice: choice[1])


@lru_cache(maxsize=256)
def regions(country: str) -> list[tuple[str, str]]:
    """Return the parts of a country that have holidays of their own, as choices by name; none of an unknown one."""
    if country not in dict(countries()):
        return []  # the package takes names of its own insides for countries
    import holidays

    place = holidays.country_holidays(country)
    names = {code: name for name, code in place.subdivisions_aliases.items()}
    return sorted(((code, names.get(code, code)) for code in place.subdivisions), key=lambda choice: choice[1])


def _spaced(name: str) -> str:
    """Return "Bosnia and Herzegovina" for "BosniaAndHerzegovina"."""
    words = re.sub(r"(?<=[a-z])(?<!Mc)(?=[A-Z])|(?<=DR)(?=C)", " ", name).split()
    return " ".join(word.lower() if word in ("And", "The", "Of") else word for word in words)
