"""Public holidays of countries and their regions, as the package `holidays` knows them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# In English where the package has it in English, else as the country itself calls them.
_LANGUAGE = "en_US"


@lru_cache(maxsize=2048)
def of_year(country: str, region: str, year: int) -> dict[date, str]:
    """Return the names of a year's public holidays by day.

    None for a country or region that is not known (any more): what was chosen once stops nobody from working.
    """
    import holidays  # a quarter of a second, for those who keep any

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
