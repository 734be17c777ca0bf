"""What `adapters` offers."""

import adapters


def test_the_front_door_is_sorted_and_everything_in_it_is_there() -> None:
    names = adapters.__all__

    assert len(set(names)) == len(names)
    assert all(hasattr(adapters, name) for name in names)
    assert names == sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
