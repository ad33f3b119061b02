"""When a breaker keeps calls away, and when it tries again."""

from application.adapters.breaker import Breaker


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock, failures=5, probe_after=15.0)
    for _ in range(5):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_four_failures_in_a_row_leave_it_closed():
    breaker = Breaker(Clock())
    for _ in range(4):
        breaker.failed()
    assert not breaker.open
    assert breaker.allows()


def test_a_success_between_failures_starts_the_row_again():
    breaker = Breaker(Clock())
    for _ in range(4):
        breaker.failed()
    breaker.succeeded()
    for _ in range(4):
        breaker.failed()
    assert not breaker.open


def test_the_fifth_failure_in_a_row_opens_it():
    breaker = opened(Clock())
    assert breaker.open
    assert not breaker.allows()


def test_nothing_is_let_through_before_the_probe_is_due():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 14.999
    assert not breaker.allows()


def test_exactly_one_probe_is_let_through_at_a_time():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 15
    assert [breaker.allows() for _ in range(4)] == [True, False, False, False]


def test_a_probe_that_succeeds_closes_it():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 15
    assert breaker.allows()
    breaker.succeeded()
    assert not breaker.open
    assert all(breaker.allows() for _ in range(3))


def test_a_probe_that_fails_puts_the_next_one_off():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 15
    assert breaker.allows()
    clock.now += 3
    breaker.failed()
    clock.now += 14.9
    assert not breaker.allows()
    clock.now += 0.1
    assert breaker.allows()


def test_a_slow_probe_keeps_the_next_one_waiting():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 15
    assert breaker.allows()
    clock.now += 25
    assert not breaker.allows()


def test_a_probe_that_is_never_heard_of_again_does_not_keep_it_open_for_ever():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 15
    assert breaker.allows()
    clock.now += 60
    assert [breaker.allows(), breaker.allows()] == [True, False]


def test_calls_that_were_under_way_when_it_opened_do_not_put_the_probe_off():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 10
    breaker.failed()
    clock.now += 5
    assert breaker.allows()
