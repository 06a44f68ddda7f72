"""A new notice: of one candidate in the candidate's own record, of several in a file that all of them name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pydantic_core import PydanticCustomError

from sitegen.cases import HonourCase, Owner
from sitegen.notice import Interval, profile_in_force
from sitegen.problems import Problem, Say
from sitegen.records.entries import Model
from sitegen.records.scalars import parse_day, parse_year
from sitegen.records.site import Profile
from sitegen.records.words import Level, NominatedBy, Scope, State
from sitegen.rules import text_of
from sitegen.rules.words import length_text
from sitegen.wizard.amend import Written
from sitegen.wizard.flags import NOTICE
from sitegen.wizard.house import House
from sitegen.wizard.period import first_lawful, guessed_profile, profiles_of, told
from sitegen.wizard.plan import Plan
from sitegen.wizard.posting import Posting, plan_of
from sitegen.wizard.question import NOBODY, Choice, Judge, Question, Refused
from sitegen.wizard.talk import Talk

_OPEN = (State.DRAFT, State.UPCOMING, State.ON_NOTICE, State.CLOSED)


def new_notice(house: House, talk: Talk) -> Plan:
    """Ask for a notice. Raises Refused, click.Abort."""
    talk.need(NOTICE.flags)
    asked = _Asked(house, talk)
    asked.candidates()
    asked.title()
    asked.nomination()
    asked.period()
    asked.contents()
    return plan_of(house, asked.posting())


@dataclass
class _Asked:
    """The answers so far."""

    house: House
    talk: Talk
    owners: list[Owner] = field(default_factory=list)
    honour: dict[str, Written] = field(default_factory=dict)
    notice: dict[str, Written] = field(default_factory=dict)
    standing: dict[str, int] = field(default_factory=dict)  # by path: the place of an honour that is there already
    said: list[Say] = field(default_factory=list)
    heading: str = ""

    def candidates(self) -> None:
        choices = self.house.owners()
        if not choices:
            raise Refused(NOBODY)
        text = Say(
            "公示谁？（序号、名称的一部分或拼音；一批人选一个一个写）", "Who? (number, part of a name or pinyin; a batch one by one)"
        )
        paths = self.talk.pick_many(Question("who", text, is_needed=True), choices)
        self.owners = [self.house.owner(path) for path in paths]

    def judged(self, group: str, name: str) -> Judge:
        """Tries an answer in a notice that is otherwise complete, so that only the answer can be wrong."""

        def values(word: str | None) -> dict[str, Written]:
            said: dict[str, Written] = {} if word is None else {name: word}
            notice = {**self.notice, **(said if group == "notice" else {})}
            notice = {**self._filler(str(notice.get("start", ""))), **notice}
            honour = {"title": "某", **self.honour, **(said if group == "honour" else {})}
            if group == "nomination":
                honour["nomination"] = {"by": NominatedBy.PUBLIC.zh, **said}
            return {"name": "某", "summary": "某", "id": "xxxx", "honours": [{**honour, "notices": [notice]}]}

        def judge(word: str) -> tuple[Problem, ...]:
            return self.house.trial.answer(Model, values(None), lambda w: values(w), word)

        return judge

    def _filler(self, start: str) -> dict[str, Written]:
        """What makes a notice whole as long as the real answers are not known: nobody objects to it."""
        site, name = self.house.library.site.record, str(self.notice.get("profile", ""))
        filler: dict[str, Written] = {"issuer": site.organiser, "start": text_of(self.house.proposed_start())}
        try:
            day = parse_day(start or filler["start"])
        except PydanticCustomError:
            return filler
        profile = profile_in_force(self.house.library.profiles, name or site.notice.profile, day)
        lawful = first_lawful(self.house, profile, day) if profile else None
        if lawful:
            return {**filler, "end": text_of(lawful)}
        return {**filler, "length": length_text(profile.minimum, profile.unit.length_unit)} if profile else filler

    def title(self) -> None:
        """The honour: one that somebody has ready, one that the site knows, or a new one."""
        ready = [c for c in self.house.library.honours_of.get(self.owners[0].path, ()) if _is_open(c)]
        known = {(c.honour.title, c.honour.level): c for c in (*self.house.honours(), *ready)}
        label = {f"{title} {level.zh if level else ''}".strip(): case for (title, level), case in known.items()}
        choices = [Choice(text, text, case.honour.authority or "") for text, case in label.items()]
        text = Say("拟授予什么称号？", "Which honour?")
        answer = self.talk.pick(Question("honour", text, is_needed=True, judge=self.judged("honour", "title")), choices, is_free=True)
        alike = [c for c in label.values() if c.honour.title == answer]
        case = label.get(answer) or (alike[0] if len(alike) == 1 else None)
        self.honour["title"] = case.honour.title if case else answer
        self._level(case)
        given = self.talk.given.get("year", ())
        year = Question("year", Say("年度", "Year"), str(self.house.today.year), True, self.judged("honour", "year"))
        self.honour["year"] = str(parse_year(self.talk.ask(year))) if given else year.default
        self._place_in_records()

    def _level(self, case: HonourCase | None) -> None:
        """Level and authority, asked only where neither the site nor a flag knows them."""
        for name in ("level", "authority"):
            before = getattr(case.honour, name) if case else None
            if before and not self.talk.given.get(name):
                self.honour[name] = before.zh if isinstance(before, Level) else before
                continue
            if name == "level":
                question = Question("level", Say("哪一级的荣誉？", "At which level?"), judge=self.judged("honour", "level"))
                choices = [Choice(level.zh, level.zh, level.en if self.talk.lang == "en" else "") for level in Level]
                self.honour["level"] = self.talk.pick(question, choices)
            else:
                organiser = self.house.library.site.record.organiser
                text = Say("授予单位", "Awarding authority")
                self.honour["authority"] = self.talk.ask(Question("authority", text, organiser, judge=self.judged("honour", "authority")))

    def _place_in_records(self) -> None:
        """Where a candidate has this honour already and it is not decided, the notice is one more of it: the next level."""
        for owner in self.owners:
            for case in self.house.library.honours_of.get(owner.path, ()):
                same = case.honour.title == self.honour["title"] and str(case.honour.year or self.honour["year"]) == self.honour["year"]
                level = case.honour.level is None or case.honour.level.zh == self.honour["level"]
                if same and level and _is_open(case):
                    self.standing[owner.path] = case.index
        self._scope()

    def _scope(self) -> None:
        """The level at which it is posted: that of the honour, or, of a further notice, the one above the last."""
        level = next((level for level in Level if level.zh == self.honour["level"]), None)
        scope = next((s for s in Scope if level and s.en == level.en), None)
        posted = [
            n.notice.scope for o in self.owners if o.path in self.standing
            for n in self.house.library.honours_of[o.path][self.standing[o.path]].notices if n.notice.scope
        ]  # fmt: skip
        if posted:
            scope = list(Scope)[min(max(s.rank for s in posted) + 1, len(Scope) - 1)]
        default = scope.zh if scope else ""
        if posted or self.talk.given.get("scope"):
            text = Say("在哪一级公示？", "At which level is it posted?")
            question = Question("scope", text, default, judge=self.judged("notice", "scope"))
            default = self.talk.pick(question, [Choice(s.zh, s.zh, s.en if self.talk.lang == "en" else "") for s in Scope])
        self.notice["scope"] = default

    def nomination(self) -> None:
        """Who proposed them; of an honour that is there already it has been written before."""
        if self.standing:
            return
        ways = [Choice(by.zh, by.zh, by.en if self.talk.lang == "en" else "") for by in NominatedBy]
        by = self.talk.pick(Question("nominated-by", Say("怎样推荐的？", "How were they nominated?")), ways)
        if not by:
            return
        said: dict[str, str] = {"by": by}
        if by == NominatedBy.PUBLIC.zh or self.talk.given.get("nominated-count"):
            count = Question("nominated-count", Say("多少人推荐？", "By how many?"), judge=self.judged("nomination", "count"))
            said["count"] = self.talk.ask(count)
        if self.talk.given.get("nominated-on"):
            day = Question("nominated-on", Say("推荐的日期", "Nominated on"), judge=self.judged("nomination", "date"))
            said["date"] = self.talk.ask(day)
        self.honour["nomination"] = said

    def period(self) -> None:
        """Rule, first day, last day; a period that is too short is refused with the first lawful last day."""
        guess = guessed_profile(self.house, str(self.honour["title"]))
        question = Question("profile", Say("按哪条公示规则？", "By which rule?"), guess, True)
        self.notice["profile"] = self.talk.pick(question, profiles_of(self.house))
        start = self._start()
        profile = profile_in_force(self.house.library.profiles, str(self.notice["profile"]), start)
        lawful = first_lawful(self.house, profile, start) if profile else None
        if profile and lawful:
            self._tell(Interval(start, lawful), profile)
        text = Say("哪天结束（当日计入）？", "Last day?")
        end = self.talk.ask(Question("end", text, text_of(lawful) if lawful else "", True, self.judged("notice", "end")))
        if not end:
            raise Refused(Say("--end: 算不出结束日期，请写上", "--end: the last day cannot be computed; please give it"))
        interval = Interval(start, parse_day(end))
        self.notice["end"] = text_of(interval.end)
        if profile:
            self.said = list(told(self.house, interval, profile))
            if interval.end != lawful:
                self._tell(interval, profile)
        self._round(interval)

    def _start(self) -> date:
        """The first day; one that has passed is said, for a period counts from the day on which it is really published."""
        proposed = text_of(self.house.proposed_start())
        while True:
            text = Say("从哪天开始公示（当日计入）？", "First day?")
            start = parse_day(self.talk.ask(Question("start", text, proposed, True, self.judged("notice", "start"))))
            self.notice["start"] = text_of(start)
            if start >= self.house.today or not self.talk.is_open or self.talk.given.get("start"):
                return start
            self.talk.say(
                f"{start} 已经过去：公示期从真正发布的那天算起，写早了通不过核验",
                f"{start} is past: a period counts from the day on which it is really published",
            )
            if self.talk.confirm("那天确实已经公示了吗？", "Was it really posted on that day?", default=False):
                return start
            self.talk.answers.take_back(2)
            del self.notice["start"]

    def _tell(self, interval: Interval, profile: Profile) -> None:
        if self.talk.is_open:
            self.talk.say("", "")
        for line in told(self.house, interval, profile):
            self.talk.say(*line)

    def _round(self, interval: Interval) -> None:
        """The round of the site that the notice falls into, if there is but one."""
        found = [r for r in self.house.library.site.record.rounds if r.start <= interval.start and interval.end <= r.end]
        if len(found) == 1 and not self.standing:
            self.honour["round"] = found[0].id

    def contents(self) -> None:
        """What a notice has to say beside its period; what is known is offered."""
        site = self.house.library.site.record
        basis = Question("basis", Say("依据什么文件？如《2026年评选办法》", "Basis document"), judge=self.judged("notice", "basis"))
        self.notice["basis"] = self.talk.pick(basis, [Choice(b, b) for b in self.house.bases()[:5]], is_free=True)
        area = Question("audience", Say("公示的范围，如 全县", "To whom is it shown?"), judge=self.judged("notice", "audience"))
        self.notice["audience"] = self.talk.pick(area, [Choice(a, a) for a in self.house.audiences()[:5]], is_free=True)
        issuer = Question("issuer", Say("公示单位", "Issuing body"), site.organiser, True, self.judged("notice", "issuer"))
        self.notice["issuer"] = self.talk.ask(issuer)
        contact = site.contact
        reachable = contact and (contact.phone or contact.email or contact.address)
        if not reachable or self.talk.given.get("phone"):
            phone = Question("phone", Say("受理异议的电话", "Telephone for objections"), "", True, self.judged("notice", "phone"))
            self.notice["phone"] = self.talk.ask(phone)
            if not self.notice["phone"]:
                raise Refused(Say("--phone: site.yaml 里没有受理方式，请写上电话", "--phone: site.yaml has no contact: give one"))
        if len(self.owners) > 1:
            default = f"{self.honour['year']}年度“{self.honour['title']}”拟表彰{_whom(self.owners)}公示"
            title = Question("title", Say("公示的标题", "Title of the notice"), default, True)
            self.heading = self.talk.ask(title)

    def posting(self) -> Posting:
        return Posting(tuple(self.owners), self.honour, self.notice, self.standing, self.heading, tuple(self.said))


def _is_open(case: HonourCase) -> bool:
    """Whether another notice of it may follow."""
    return case.state in _OPEN and case.honour.decision is None


def _whom(owners: list[Owner]) -> str:
    people = sum(isinstance(o.record, Model) for o in owners)
    return "人选" if people == len(owners) else "人选和单位" if people else "单位"
