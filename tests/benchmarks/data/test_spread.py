from benchmarks.data.spread import of, spread


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    took = [number / 1000 for number in range(1, 201)]
    assert of(took[::-1]) == of(took)
    assert (of(took).p50, of(took).p99, of(took).most) == (0.1, 0.198, 0.2)
    assert of([7.0]) == of([7.0, 7.0])


def test_the_first_calls_do_not_count() -> None:
    seen: list[int] = []
    found = spread(seen.append, 5, warm=2)
    assert seen == list(range(7))
    assert 0 <= found.p50 <= found.p99 <= found.most
