"""Incidents against the MUC templates: found, country, town and day, with the errors by cause.

    python -m benchmarks.incidents                      # the 50 mixed-case reports and tst1 + tst2, true-cased
    python -m benchmarks.incidents --fit-confidence     # on --limit reports of the development part not looked at
    python -m benchmarks.incidents --calibration        # confidence against truth on tst1 + tst2, a table a field
    python -m benchmarks.incidents --quiet              # incidents of violence an article in tests/geo/quiet_articles

Clashes between armed forces are outside the templates' scope (MUC-4 excludes attacks on the military), so ours count
against precision only in the line "strict".
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks.measures import calibration
from benchmarks.muc import KINDS, Message, Template, messages
from benchmarks.truecase import forms, truecase
from gazetteer import Gazetteer, open_default
from gazetteer.names import fold
from geo.events.compare import interval
from geo.events.confidence import signs
from geo.events.lexicon import lexicon
from geo.reading import Reader
from geo.records import Article, Incident

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "geo" / "data" / "incident_confidence.json"
SCORED = frozenset({"attack", "clash", "explosion", "shelling", "airstrike", "kidnapping", "sabotage", "crime"})
OUT_OF_SCOPE = frozenset({"clash", "shelling", "airstrike", "crime", "sabotage"})
#: Reports of the development part whose errors made the rules: confidence fitted on them would be too high.
LOOKED_AT = 400
Pair = tuple[Template, Incident]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared" / "corpora")
    parser.add_argument("--part", choices=["mixed", "test", "dev", "unseen"], nargs="*", default=["mixed", "test"])
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--fit-confidence", action="store_true")
    parser.add_argument("--calibration", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="print the misses of so many reports")
    options = parser.parse_args()
    gazetteer = open_default()
    reader = Reader(gazetteer)
    if options.quiet:
        quiet(reader)
    elif options.fit_confidence:
        fit(reader, gazetteer, _part(options.corpora, "unseen", options.limit), options.corpora)
    elif options.calibration:
        calibrate(reader, gazetteer, _part(options.corpora, "test", options.limit), options.corpora)
    else:
        together: Counter[str] = Counter()
        for part in options.part:
            chosen = _part(options.corpora, part, options.limit)
            together += measure(reader, gazetteer, chosen, options.corpora, part, options.show)
        if len(options.part) > 1:
            print(f"{' + '.join(options.part)}: {dict(together)}")
            _print_shares(together)


def measure(
    reader: Reader, gazetteer: Gazetteer, chosen: Sequence[Message], corpora: Path, name: str, show: int
) -> Counter[str]:
    """Score one part, print every slot, and give the counts."""
    counts: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    began = time.perf_counter()
    for number, (message, incidents) in enumerate(_read(reader, chosen, corpora)):
        ours = [one for one in incidents if one.kind in SCORED and one.status in ("reported", "historic", "planned")]
        pairs, missed, extra = match(message.templates, ours, gazetteer)
        counts["gold"] += len(message.templates)
        counts["ours"] += len(ours)
        counts["found"] += len(pairs)
        counts["beyond the templates"] += sum(one.kind in OUT_OF_SCOPE for one in extra)
        for template, incident in pairs:
            _slots(counts, template, incident)
        for template in missed:
            causes[why(template, ours, gazetteer)] += 1
        if number < show:
            _show(message, missed, extra)
    seconds = time.perf_counter() - began
    print(f"{name}: {len(chosen)} reports, {seconds:.0f} s, {dict(counts)}")
    _print_shares(counts)
    print(f"  misses by cause: {dict(causes.most_common())}")
    return counts


def _print_shares(counts: Counter[str]) -> None:
    precision, recall, f1 = _prf(counts["found"], counts["ours"] - counts["beyond the templates"], counts["gold"])
    strict = _prf(counts["found"], counts["ours"], counts["gold"])
    print(f"  incident with kind and country: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; strict F1 {strict[2]:.3f}")
    for slot in ("town", "date"):
        right, given = counts[f"{slot} right"], counts[f"{slot} given"]
        print(f"  {slot} right: {right / max(1, given):.3f} ({right}/{given}) of the found that give one")


def match(
    templates: Sequence[Template], ours: Sequence[Incident], gazetteer: Gazetteer
) -> tuple[list[Pair], list[Template], list[Incident]]:
    """Pair each template with at most one incident of its kind and country, the best by town and day first."""
    scored = sorted(
        (
            (-_closeness(template, incident), i, j)
            for i, template in enumerate(templates)
            for j, incident in enumerate(ours)
            if incident.kind in KINDS[template.type] and _same_country(template, incident, gazetteer)
        ),
    )
    used_templates: set[int] = set()
    used_ours: set[int] = set()
    pairs = []
    for _, i, j in scored:
        if i not in used_templates and j not in used_ours:
            used_templates.add(i)
            used_ours.add(j)
            pairs.append((templates[i], ours[j]))
    missed = [template for i, template in enumerate(templates) if i not in used_templates]
    extra = [incident for j, incident in enumerate(ours) if j not in used_ours]
    return pairs, missed, extra


def why(template: Template, ours: Sequence[Incident], gazetteer: Gazetteer) -> str:
    """The first thing that was missing of an annotated incident."""
    right_kind = [incident for incident in ours if incident.kind in KINDS[template.type]]
    if not ours:
        return "nothing found"
    if not right_kind:
        return f"no {template.type.lower()}"
    if not any(_same_country(template, incident, gazetteer) for incident in right_kind):
        return "country unknown" if not any(incident.country for incident in right_kind) else "another country"
    return "one of ours for two of theirs"


def quiet(reader: Reader) -> None:
    """Incidents of violence in articles that tell of none."""
    total = 0
    files = sorted((HERE.parent / "tests" / "geo" / "quiet_articles").glob("*.txt"))
    for file in files:
        found = reader.read(Article(file.read_text(encoding="utf-8"))).found
        violent = [one for one in found if one.kind in lexicon().violent and one.status in ("reported", "historic")]
        total += len(violent)
        print(f"{file.stem}: {[(one.kind, one.trigger.text) for one in violent]}")
    print(f"{total} incidents of violence in {len(files)} articles: {total / len(files):.2f} an article")


def fit(reader: Reader, gazetteer: Gazetteer, chosen: Sequence[Message], corpora: Path) -> None:
    """Fit the confidence of incident, kind, place and date on the reports, print how they calibrate, write them."""
    from sklearn.linear_model import LogisticRegression

    rows = _judged(reader, gazetteer, chosen, corpora)
    weights = {}
    for name, judged in rows.items():
        found = [(signs(one), right) for one, right in judged]
        names = list(found[0][0])
        inputs = [[values[sign] for sign in names if sign != "bias"] for values, _ in found]
        model = LogisticRegression(C=0.5, max_iter=1000).fit(inputs, [right for _, right in found])
        fitted = zip([sign for sign in names if sign != "bias"], model.coef_[0], strict=True)
        weights[name] = {"bias": round(float(model.intercept_[0]), 3)} | {k: round(float(v), 3) for k, v in fitted}
        sure = [right for (_, right), p in zip(found, model.predict_proba(inputs)[:, 1], strict=True) if p >= 0.5]
        print(
            f"{name}: {len(found)}, right {sum(right for _, right in found)}; of {len(sure)} at 0.5 or more {sum(sure)}"
        )
    about = (
        f"Logistic weights of geo/events/confidence.py, fitted on {len(chosen)} reports of MUC's development part that "
    )
    about += "no rule was made on"
    WEIGHTS.write_text(json.dumps({"about": about, "weights": weights}, indent=2) + "\n", encoding="utf-8")


def calibrate(reader: Reader, gazetteer: Gazetteer, chosen: Sequence[Message], corpora: Path) -> None:
    """Print for each field, in fifths of confidence, how sure the reader was and how often it was right."""
    for name, judged in _judged(reader, gazetteer, chosen, corpora).items():
        pairs = [(one.confidence if name == "incident" else one.field_confidence[name], right) for one, right in judged]
        error = calibration([sure for sure, _ in pairs], [right for _, right in pairs]).expected_error
        print(f"{name}: {len(pairs)}, expected calibration error {error:.3f}")
        for fifth in range(5):
            inside = [pair for pair in pairs if min(4, int(pair[0] * 5)) == fifth]
            if inside:
                sure = sum(pair[0] for pair in inside) / len(inside)
                share = sum(pair[1] for pair in inside) / len(inside)
                print(f"  {fifth / 5:.1f}–{fifth / 5 + 0.2:.1f}: {len(inside):4d}  said {sure:.2f}  right {share:.2f}")


def _judged(
    reader: Reader, gazetteer: Gazetteer, chosen: Sequence[Message], corpora: Path
) -> dict[str, list[tuple[Incident, bool]]]:
    """For each field the incidents that the templates can judge, and whether they are right in it."""
    rows: dict[str, list[tuple[Incident, bool]]] = {"incident": [], "kind": [], "place": [], "date": []}
    for message, incidents in _read(reader, chosen, corpora):
        ours = [one for one in incidents if one.kind in SCORED - OUT_OF_SCOPE and one.status != "denied"]
        pairs = match(message.templates, ours, gazetteer)[0]
        for template, one in pairs:
            if template.towns:
                rows["place"].append((one, _same_town(template, one)))
            rows["date"].append((one, _in_range(template, one)))
        matched = {one.id for _, one in pairs}
        rows["incident"] += [(one, one.id in matched) for one in ours]
    rows["kind"] = rows["incident"]
    return rows


def _slots(counts: Counter[str], template: Template, incident: Incident) -> None:
    if template.towns:
        counts["town given"] += 1
        counts["town right"] += _same_town(template, incident)
    if template.last is not None:
        counts["date given"] += 1
        counts["date right"] += _in_range(template, incident)


def _closeness(template: Template, incident: Incident) -> float:
    score = 2.0 * _same_town(template, incident) + _in_range(template, incident) + incident.confidence
    return score - (0.5 if template.type == "ATTACK" and incident.kind != "attack" else 0.0)


def _same_country(template: Template, incident: Incident, gazetteer: Gazetteer) -> bool:
    codes = set()
    for name in template.countries:
        codes |= {found.place.country for found in gazetteer.lookup(name) if found.place.kind.startswith("PCL")}
    mine = {place.country for place in incident.where.footprint.places} if incident.where else {incident.country}
    return bool(codes & mine)


def _same_town(template: Template, incident: Incident) -> bool:
    if incident.where is None:
        return False
    names = {fold(incident.where.mention.text), *(fold(place.name) for place in incident.where.footprint.places)}
    towns = {fold(town) for town in template.towns}
    return any(name and (name in towns or any(name in town.split(" in ") for town in towns)) for name in names)


def _in_range(template: Template, incident: Incident) -> bool:
    first, last = interval(incident.when)
    if first is None and last is None:
        return False
    slack = timedelta(days=1)
    if template.first is None:
        return template.last is not None and (first is None or first <= template.last + slack)
    after = last is None or last >= template.first - slack
    return after and (first is None or template.last is None or first <= template.last + slack)


def _read(reader: Reader, chosen: Sequence[Message], corpora: Path) -> Iterable[tuple[Message, Sequence[Incident]]]:
    known = {} if all(message.mixed for message in chosen) else forms(corpora)
    articles = [
        Article(
            message.text if message.mixed else truecase(message.text, known),
            id=message.id,
            published=message.published,
        )
        for message in chosen
    ]
    return zip(chosen, (report.found for report in reader.read_many(articles)), strict=True)


def _part(corpora: Path, part: str, limit: int) -> list[Message]:
    everything = list(messages(corpora))
    if part == "mixed":
        return [message for message in everything if message.mixed]
    if part == "test":
        return [message for message in everything if message.split in ("tst1", "tst2")][:limit]
    dev = [message for message in everything if message.split == "dev"]
    dev.sort(key=lambda message: hashlib.sha1(message.id.encode()).hexdigest())
    return dev[:limit] if part == "dev" else dev[LOOKED_AT : LOOKED_AT + limit]


def _prf(found: int, ours: int, gold: int) -> tuple[float, float, float]:
    precision, recall = found / max(1, ours), found / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _show(message: Message, missed: Iterable[Template], extra: Iterable[Incident]) -> None:
    print(json.dumps({"id": message.id}))
    for template in missed:
        print(f"    missed {template.type} {sorted(template.countries)} {sorted(template.towns)} {template.last}")
    for one in extra:
        place = one.where.mention.text if one.where else None
        quote = " ".join(one.evidence[0].text.split())[:160] if one.evidence else ""
        print(f"    extra {one.kind} {one.status} {one.country} {place!r} [{one.trigger.text}] {quote}")


if __name__ == "__main__":
    main()
