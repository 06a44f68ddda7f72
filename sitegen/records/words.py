"""The closed word lists of the domain (DOMAIN.md: words, lifecycle, counting)."""

from __future__ import annotations

from sitegen.records.scalars import Choice


class State(Choice):
    """Where an honour stands on a given day; derived from facts, never typed by hand."""

    DRAFT = ("未公示", "draft")
    UPCOMING = ("拟公示", "upcoming")
    ON_NOTICE = ("公示中", "on_notice")
    CLOSED = ("公示期满", "closed")
    HONOURED = ("已表彰", "honoured")
    REVOKED = ("已撤销", "revoked")
    WITHDRAWN = ("已撤回", "withdrawn")


class Level(Choice):
    """At which level an honour is given, or a notice is posted."""

    NATION = ("国家", "national")
    PROVINCE = ("省", "province")
    CITY = ("市", "city")
    COUNTY = ("县", "county")
    TOWNSHIP = ("乡", "township")
    OWN_UNIT = ("单位", "unit")


class Scope(Choice):
    """Where a notice is posted; in order from the own unit upwards."""

    OWN_UNIT = ("本单位", "unit")
    TOWNSHIP = ("乡", "township")
    COUNTY = ("县", "county")
    CITY = ("市", "city")
    PROVINCE = ("省", "province")
    NATION = ("国家", "national")

    @property
    def rank(self) -> int:
        """0 for the own unit, 5 for the nation."""
        return list(Scope).index(self)


class Verdict(Choice):
    """What the evidence says of a notice."""

    RUNNING = ("进行中", "running")
    SATISFIED = ("已满足", "satisfied")
    NOT_SATISFIED = ("未满足", "not_satisfied")
    CANNOT_BE_SHOWN = ("无法证明", "cannot_be_shown")


class ObjectionStatus(Choice):
    """The stages of an objection."""

    RECEIVED = ("受理", "received")
    CHECKING = ("核查", "checking")
    UPHELD = ("成立", "upheld")
    REJECTED = ("不成立", "rejected")
    WITHDRAWN = ("撤回", "withdrawn")

    @property
    def is_open(self) -> bool:
        return self in (ObjectionStatus.RECEIVED, ObjectionStatus.CHECKING)


class NominatedBy(Choice):
    """Who proposed a candidate."""

    PUBLIC = ("群众推荐", "public")
    ORGANISATION = ("组织推荐", "organisation")
    SELF = ("自荐", "self")


class UnitKind(Choice):
    """Kinds of organisation."""

    PARTY = ("党组织", "party")
    UNION = ("工会", "union")
    YOUTH = ("共青团", "youth")
    WOMEN = ("妇联", "women")
    WORK_UNIT = ("单位", "work_unit")


class BulletinKind(Choice):
    """Kinds of report to the public."""

    CONSULTATION = ("征求意见", "consultation")
    REPORT = ("情况通报", "report")
    FOLLOW_UP = ("整改落实", "follow-up")


class PairKind(Choice):
    """Kinds of partnership."""

    HELP = ("结对帮扶", "helping pair")
    SHARED = ("共驻共建", "shared building")
    CHECK_IN = ("社区报到", "community check-in")
    VOLUNTEERING = ("志愿服务", "volunteering")


class Gender(Choice):
    FEMALE = ("女", "female")
    MALE = ("男", "male")


class PromiseState(Choice):
    """Where a promise stands on a given day; derived."""

    OVERDUE = ("逾期未办", "overdue")
    RUNNING = ("进行中", "running")
    KEPT = ("已兑现", "kept")


MODEL_CRITERIA = ("学习提高", "争创佳绩", "服务群众", "遵纪守法", "弘扬正气")
UNIT_CRITERIA = ("领导班子", "党员队伍", "工作机制", "工作业绩", "群众反映")
