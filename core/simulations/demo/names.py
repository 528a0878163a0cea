"""Company names that never collide, however many clients a demo store has."""

from __future__ import annotations

from functools import lru_cache

from core.simulations.demo.dice import demo_draws

# A prime number of first words: every stride walks through all of them.
FIRST = tuple(
    "Acorn Alder Amber Anchor Arbor Aspen Atlas Auburn Barley Beacon Birch Blackthorn "
    "Bluebell Bramble Brightwater Bristol Calder Canyon Cedar Cinder Clearwater Clover "
    "Copper Coral Cordova Crescent Cypress Dalton Delta Driftwood Eastgate Ember Evergreen "
    "Falcon Farrow Fennel Fieldstone Fjord Flint Foxglove Garnet Gilded Glacier Granite "
    "Greenway Grove Halcyon Harbour Harrow Hawthorn Hazel Heather Heron Highland Horizon "
    "Indigo Ironwood Ivory Jasper Keystone Kingsley Lantern Larch Laurel Linden Lockwood "
    "Lumen Magnolia Maple Marigold Meadow Meridian Midland Millstone Monarch Moorland "
    "Mulberry Nimbus Northfield Oakhurst Obsidian Olive Onyx Osprey Oxbow Palisade Parkside "
    "Pebble Pinecrest Pioneer Plover Poplar Quarry Quill Rainier Ravenwood Redwood Ridgeway "
    "Riverstone Rowan Saffron Sandpiper Sequoia Silver Skylark Slate Sparrow Spruce Sterling "
    "Summit Sycamore Tallow Thistle Timber Topaz Umber Valley Vantage Verity Walnut Westbrook "
    "Wheatley Whitfield Willow Windmill Wren Yarrow".split()
)
# What a company does is in its second word.
SECOND: tuple[tuple[str, str], ...] = (
    ("Freight", "Logistics"),
    ("Bank", "Finance"),
    ("Foods", "Food"),
    ("Clinics", "Health"),
    ("Robotics", "Manufacturing"),
    ("Media", "Media"),
    ("Travel", "Travel"),
    ("Energy", "Energy"),
    ("Schools", "Education"),
    ("Outfitters", "Retail"),
    ("Software", "Software"),
    ("Insurance", "Finance"),
    ("Shipping", "Logistics"),
    ("Brewing", "Food"),
    ("Diagnostics", "Health"),
    ("Castings", "Manufacturing"),
    ("Studios", "Media"),
    ("Airways", "Travel"),
    ("Solar", "Energy"),
    ("Academy", "Education"),
    ("Grocers", "Retail"),
    ("Analytics", "Software"),
    ("Capital", "Finance"),
    ("Haulage", "Logistics"),
    ("Bakeries", "Food"),
    ("Therapeutics", "Health"),
    ("Instruments", "Manufacturing"),
    ("Publishing", "Media"),
    ("Hotels", "Travel"),
    ("Grid", "Energy"),
    ("Learning", "Education"),
    ("Furniture", "Retail"),
    ("Systems", "Software"),
    ("Pensions", "Finance"),
    ("Couriers", "Logistics"),
    ("Dairies", "Food"),
    ("Dental", "Health"),
    ("Tooling", "Manufacturing"),
    ("Radio", "Media"),
    ("Railways", "Travel"),
    ("Hydro", "Energy"),
    ("Tutors", "Education"),
    ("Books", "Retail"),
    ("Networks", "Software"),
)
PLACES = tuple(
    "Antwerp Austin Bergen Bilbao Boston Bremen Brno Calgary Cardiff Cork Dakar Denver Dublin "
    "Durban Geneva Ghent Gdańsk Halifax Hamburg Helsinki Kobe Leeds Leipzig Lima Lisbon Lyon "
    "Malmö Nairobi Nantes Oslo Perth Porto Pune Quito Riga Seville Tampere Turin Utrecht "
    "Valencia".split()
)


def company(seed: int, index: int) -> tuple[str, str]:
    """Name and industry of client number `index` (1, 2, …).

    The first word steps through all of `FIRST`; each time round, every first
    word moves on to its next second word, then to a place, then to a number.
    So no two numbers share a name, and a name does not depend on how many
    clients there are.
    """
    lap, step = divmod(index - 1, len(FIRST))
    first, begin = _walk(seed)[step]
    word, industry = SECOND[(begin + lap) % len(SECOND)]
    return f"{first} {word}{_suffix(lap // len(SECOND))}", industry


@lru_cache(maxsize=8)
def _walk(seed: int) -> tuple[tuple[str, int], ...]:
    """The first words in the order of a seed, each with the place of its first
    second word."""
    dice = demo_draws(seed, "names")
    stride = dice.whole(0, 1, len(FIRST) - 1)
    begin = dice.whole(1, 0, len(FIRST) - 1)
    words = [FIRST[(begin + step * stride) % len(FIRST)] for step in range(len(FIRST))]
    return tuple(
        (word, demo_draws(seed, f"names:{word}").whole(0, 0, len(SECOND) - 1)) for word in words
    )


def _suffix(round_: int) -> str:
    """Nothing, then each place, then each place again with 2, 3, …"""
    if round_ == 0:
        return ""
    number, place = divmod(round_ - 1, len(PLACES))
    return f" {PLACES[place]} {number + 1}" if number else f" {PLACES[place]}"
