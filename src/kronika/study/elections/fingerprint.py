"""The fingerprint of Klimek, Yegorov, Hanel and Thurner (PNAS 109, 2012): shares of stations with added ballots.

Clean turnout and the leader's clean share are normal around their first mode, as wide as what is left of it. At a share
of stations, fi, ballots were added: a part x of those who did not vote, and x to the power alpha of the others' votes,
with x half normal. At a share fe nearly all were. Both shares are fitted for several alpha and by two criteria, for
these choices decide the figures as much as the data do: fits of one election have been printed from 12 to 64 %.

It is no part of an answer. Clean elections are no normal clouds, and the model takes what they lack for added ballots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.base.errors import UsageError
from kronika.study.elections.anomalous import LEAST_STATIONS

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Mask, Protocols

    Floats = np.ndarray[Any, np.dtype[np.float64]]

ALPHAS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
"""The authors print 1.5 to 2.5, others who fitted the model 1.7 to 3.4."""
CRITERIA = {
    "shares": "squared relative distance of the histograms of the leader's share, as the authors fit",
    "both": "likelihood of the histogram of turnout and share",
}
SMALLEST = 100
"""Stations with fewer voters have coarse shares and are left out."""
_EXTREME = 0.075
"""Standard deviation of what an extreme station lacks to 100 %, as in the paper."""
_CELLS, _SIDE = 100, 50
_DRAWS = 200_000
_ROUNDS = 400
"""Of expectation and maximisation; the shares no longer change in the third digit."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One fit: both shares are of stations, 0 to 1."""

    criterion: str
    alpha: float
    incremental: float
    extreme: float


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """All fits of one election."""

    leader: str
    stations: int
    refused: str
    """Why it was not fitted; empty where it was."""
    fits: tuple[Fit, ...]

    def incremental(self) -> tuple[float, float]:
        """The least and greatest fitted share of stations with ballots added. ValueError where it was not fitted."""
        return min(each.incremental for each in self.fits), max(each.incremental for each in self.fits)

    def extreme(self) -> tuple[float, float]:
        """The same of stations with nearly all votes for the leader. ValueError where it was not fitted."""
        return min(each.extreme for each in self.fits), max(each.extreme for each in self.fits)


@dataclass(frozen=True, slots=True)
class Published:
    """A fit of this model that was printed elsewhere."""

    election: str
    source: str
    alpha: float
    incremental: float
    extreme: float


_PNAS = "Klimek, Yegorov, Hanel and Thurner, PNAS 109 (2012)"
_MIXTURE = "Mebane and Kalinin, finite mixture, as given by Mebane in github.com/dkobak/elections (2018)"
PUBLISHED = (
    Published("Russia 2003", _PNAS, 2.5, 0.31, 0.009),
    Published("Russia 2003", _MIXTURE, 3.334, 0.157, 0.0033),
    Published("Russia 2007", _PNAS, 2.2, 0.636, 0.038),
    Published("Russia 2007", _MIXTURE, 1.668, 0.040, 0.0002),
    Published("Russia 2011", _PNAS, 2.3, 0.64, 0.033),
    Published("Russia 2011", _MIXTURE, 1.756, 0.121, 0.0032),
    Published("Russia 2012", _PNAS, 1.5, 0.39, 0.021),
    Published("Russia 2012", _MIXTURE, 3.411, 0.084, 0.0020),
)
"""Those of the paper as taken from it by meduza2018/meduza.ipynb of dkobak/elections; the others are in that folder."""


def measure(protocols: Protocols, kept: Mask, leader: str = "") -> Fingerprint:
    """Fit the stations that `kept` marks, for the candidate with most votes or the one named.

    Raises UsageError where there is no such candidate.
    """
    leader = leader or protocols.leader
    if leader not in protocols.candidates:
        raise UsageError(f"{leader!r} is no candidate; there are {', '.join(protocols.candidates)}")
    votes, base, voted, listed = protocols.of(leader), protocols.base, protocols.turnout, protocols.registered
    counts = kept & (votes >= 0) & (base > 0) & (votes <= base)
    counts &= (listed >= SMALLEST) & (voted > 0) & (voted <= listed)
    stations = int(counts.sum())
    if stations < LEAST_STATIONS:
        refused = f"{stations:,} stations tell turnout and votes, {LEAST_STATIONS} are needed"
        return Fingerprint(leader, stations, refused, ())
    turnout, share = voted[counts] / listed[counts], votes[counts] / base[counts]
    return Fingerprint(leader, stations, "", tuple(_fits(turnout, share)))


def _fits(turnout: Floats, share: Floats) -> Sequence[Fit]:
    clean, added, filled = _clouds(turnout, share)
    by_share, by_both = _by_share(share), _by_both(turnout, share)
    fits = []
    for alpha in ALPHAS:
        clouds = [clean, _stuffed(*clean, added, alpha), _stuffed(*clean, filled, alpha)]
        ones = [np.asarray(_by_share(each) * (len(share) / len(each))) for _, each in clouds]
        fits.append(Fit("shares", alpha, *_nearest(by_share, ones)))
        fits.append(Fit("both", alpha, *_likeliest(by_both, [_by_both(*each) for each in clouds])))
    return sorted(fits, key=lambda each: each.criterion, reverse=True)


def _clouds(turnout: Floats, share: Floats) -> tuple[tuple[Floats, Floats], Floats, Floats]:
    """Draws of clean stations, and for each the part x of an incremental and of an extreme one."""
    at, of = _first_mode(turnout), _first_mode(share)
    below = (turnout < at) & (share < of)
    wide = np.sqrt(np.mean((turnout[below] - at) ** 2)) if below.any() else 0.0
    left = np.sqrt(np.mean((share[share < of] - of) ** 2)) if (share < of).any() else 0.0
    # The authors' width of x is the root of a root; the second is kept, as their figures come with it.
    right = np.mean((share[share > of] - of) ** 2) ** 0.25 if (share > of).any() else 0.0
    chance = np.random.default_rng(1)
    drawn = at + wide * chance.standard_normal(_DRAWS), of + left * chance.standard_normal(_DRAWS)
    x = right * np.abs(chance.standard_normal(_DRAWS))
    y = 1 - _EXTREME * np.abs(chance.standard_normal(_DRAWS))
    inside = (drawn[0] > 0) & (drawn[0] < 1) & (drawn[1] > 0) & (drawn[1] < 1) & (x < 1) & (y > 0)
    return (drawn[0][inside], drawn[1][inside]), x[inside], y[inside]


def _first_mode(values: Floats) -> float:
    """The first peak of the histogram, averaged over five bins, that is at least half as high as the highest."""
    smooth = np.convolve(_by_share(values), np.ones(5) / 5, "same")
    for at in range(_CELLS):
        if smooth[at] >= smooth.max() / 2 and smooth[at] == smooth[max(0, at - 3) : at + 4].max():
            break
    return (at + 0.5) / _CELLS


def _stuffed(turnout: Floats, share: Floats, part: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Turnout and share once a part of those who did not vote, and of the others' votes, is the leader's."""
    voted = turnout + part * (1 - turnout)
    leader = turnout * share + part * (1 - turnout) + part**alpha * turnout * (1 - share)
    return voted, np.minimum(leader / voted, 1.0)


def _by_share(share: Floats) -> Counts:
    return np.bincount(np.minimum((share * _CELLS).astype(np.int64), _CELLS - 1), minlength=_CELLS)


def _by_both(turnout: Floats, share: Floats) -> Counts:
    row, column = (np.minimum((each * _SIDE).astype(np.int64), _SIDE - 1) for each in (turnout, share))
    return np.bincount(row * _SIDE + column, minlength=_SIDE * _SIDE)


def _nearest(observed: Counts, clouds: Sequence[Floats]) -> tuple[float, float]:
    """The two shares on a grid of half and tenth of a per cent with least sum of ((model - data) / (data + 1))²."""
    weight = 1 / (observed + 1.0)
    clean, added, filled = (each * weight for each in clouds)
    one, other, rest = added - clean, filled - clean, observed * weight - clean
    i, e = np.meshgrid(np.linspace(0, 1, 201), np.linspace(0, 1, 1001), indexing="ij")
    distance = i**2 * (one @ one) + e**2 * (other @ other) + 2 * i * e * (one @ other)
    distance -= 2 * i * (one @ rest) + 2 * e * (other @ rest)
    distance[i + e > 1] = np.inf
    at = np.unravel_index(distance.argmin(), distance.shape)
    return float(i[at]), float(e[at])


def _likeliest(observed: Counts, clouds: Sequence[Counts]) -> tuple[float, float]:
    """The two shares with the greatest likelihood, by expectation and maximisation (Dempster, Laird and Rubin 1977)."""
    cells = observed > 0
    # Every cell is possible: a station far from all clouds says nothing of the shares.
    density = np.stack([each[cells] / each.sum() + 1e-7 for each in clouds])
    weight = observed[cells] / observed.sum()
    shares = np.array([0.8, 0.15, 0.05])
    for _ in range(_ROUNDS):
        parts = shares[:, None] * density
        shares = (parts / parts.sum(axis=0)) @ weight
    return float(shares[1]), float(shares[2])
