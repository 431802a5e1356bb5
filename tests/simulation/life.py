"""An office's life: what people do on a day, each by his program; what was done is told to the oracle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.ledgers.factories import PNG
from tests.simulation.desk import Desk, done, refused
from tests.simulation.oracle import Duty, Limit, Matter, Month, More, Report

ENDED: Final = ("closed", "voided", "draft")


@dataclass
class Life:
    """The desk, what is known of it, and chance, which is the same each time."""

    desk: Desk
    month: Month
    chance: Random
    standard: int
    line: int
    """The line of the standard that is left to people."""
    touched: dict[int, dict[str, Any] | None] = field(default_factory=dict)
    """The items with which something was done today, as they were told after the last of it."""
    on: date = date.min
    pictures: int = 0
    tried: dict[str, int] = field(default_factory=dict)
    """How often each thing was done, for the record."""

    def live(self, on: date, entering: int) -> None:
        """A day."""
        self.on = on
        self.touched.clear()
        self.hand_out()
        for _ in range(entering):
            self.enter()
        self.sign()
        for matter in list(self.month.matters.values()):
            for act in (self.work, self.manage, self.strike_off, self.look_back):
                act(matter)
        self.end_periods()

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def act(self, who: Any, matter: Matter, name: str, **body: Any) -> dict[str, Any]:
        """Something is done with an item."""
        told = done(who.post(f"/items/{matter.pk}/acts/{name}", body))
        self.note(matter, name, told)
        return told

    def note(self, matter: Matter, name: str, told: dict[str, Any] | None = None) -> None:
        self.touched[matter.pk] = told
        self.tried[name] = self.tried.get(name, 0) + 1

    # ------------------------------------------------------------ entering and handing out

    def enter(self) -> None:
        """The office enters an item; most go out at once, the others the next day, together."""
        book = self.chance.choice(sorted(self.month.books))
        lead, *others = self.chance.sample(self.desk.units, self.chance.choice((1, 2, 3)))
        deadline = self.on + timedelta(days=self.chance.randint(3, 28))
        goes_out = self.likely(0.8)
        duties = [{"unit_id": lead, "duty": "lead"}, *({"unit_id": one} for one in others)]
        body = {
            "title": f"{book}台账第 {len(self.month.matters) + 1} 件事",
            "deadline": str(deadline),
            "standard_id": self.standard,
            "duties": duties,
            "dispatch": goes_out,
        }
        path = f"/ledgers/{self.month.books[book].pk}/items"
        told = done(self.desk("coordinator").post(path, body), 201)
        self.note(self.entered(told, book, deadline, goes_out=goes_out), "entered", told)

    def entered(self, told: dict[str, Any], book: str, deadline: date, *, goes_out: bool) -> Matter:
        """What was entered, by its ids."""
        rows = told["assignments"]
        duties = [Duty(row["id"], row["unit"]["id"], is_lead=row["duty"] == "lead") for row in rows]
        matter = self.month.matters[told["id"]] = Matter(told["id"], book, deadline, duties)
        if goes_out:
            matter.dispatch(self.on, self.month.days, self.month.sign_within)
        return matter

    def hand_out(self) -> None:
        """What was left as drafts goes out; a deadline that has gone by meanwhile is refused."""
        for name, book in self.month.books.items():
            drafts = [one for one in self.month.of(name) if one.state == "draft"]
            if not drafts:
                continue
            body = {"item_ids": [one.pk for one in drafts]}
            told = done(self.desk("coordinator").post(f"/ledgers/{book.pk}/acts/dispatched", body))
            gone = {row["id"] for row in told["done"]}
            assert gone == {one.pk for one in drafts if one.deadline >= self.on}
            for one in drafts:
                if one.pk in gone:
                    one.dispatch(self.on, self.month.days, self.month.sign_within)
                    self.note(one, "dispatched")

    def sign(self) -> None:
        """Each unit signs what it has looked at: some at once, some after the day by which it should have."""
        for unit in self.desk.units:
            for name, book in self.month.books.items():
                waiting = [one for one in self.month.of(name) if self._is_unsigned(one, unit)]
                chosen = [one for one in waiting if self.likely(0.45)]
                if not chosen:
                    continue
                body = {"item_ids": [one.pk for one in chosen]}
                told = done(self.desk.liaison(unit).post(f"/ledgers/{book.pk}/acts/signed", body))
                assert told["refused"] == []
                for one in chosen:
                    one.sign(unit)
                    self.note(one, "signed")

    @staticmethod
    def _is_unsigned(matter: Matter, unit: int) -> bool:
        rows = (duty for duty in matter.duties if duty.unit == unit)
        return matter.is_worked_on and any(duty.state == "awaiting_signature" for duty in rows)

    # ------------------------------------------------------------ what units do

    def work(self, matter: Matter) -> None:
        """Units report, their reviewers look, the lead asks for more time."""
        if not matter.is_worked_on:
            return
        for duty in matter.duties:
            if duty.waiting and self.likely(0.6):
                self.review(matter, duty, duty.waiting)
            elif duty.is_owed and not duty.waiting and self.likely(0.3):
                self.report(matter, duty)
        lead = matter.lead
        if lead.state == "awaiting_signature" or matter.asked:
            return
        left = (matter.deadline - self.on).days
        if 0 <= left <= 3 and self.likely(0.4):
            self.ask_for_more(matter)
        elif left < 0 and self.likely(0.1):
            self.ask_too_late(matter)

    def report(self, matter: Matter, duty: Duty) -> None:
        progress = min(100, duty.progress + self.chance.randint(30, 100))
        body: dict[str, Any] = {"assignment_id": duty.pk, "text": "按计划推进", "progress": progress}
        liaison = self.desk.liaison(duty.unit)
        if progress == 100 or self.likely(0.2):
            self.pictures += 1
            picture = SimpleUploadedFile("现场.png", PNG + self.pictures.to_bytes(4, "big"))
            body["files"] = [done(liaison.send(f"/items/{matter.pk}/files", file=picture))["file"]]
            matter.has_photo = True
        told = self.act(liaison, matter, "reported", **body)
        pk = max(row["id"] for row in told["reports"] if row["assignment_id"] == duty.pk)
        is_reviewed = self.month.books[matter.book].is_reviewed
        duty.reports.append(Report(pk, self.on, progress, "awaiting" if is_reviewed else "counts"))
        if not is_reviewed:
            duty.state, duty.progress = "reported", progress

    def review(self, matter: Matter, duty: Duty, report: Report) -> None:
        who = self.desk.reviewer(duty.unit)
        if self.likely(0.2):
            self.act(who, matter, "report_declined", report_id=report.pk, remark="说清楚再报")
            report.standing = "declined"
            return
        self.act(who, matter, "report_released", report_id=report.pk)
        report.standing, duty.state, duty.progress = "counts", "reported", report.progress

    def ask_for_more(self, matter: Matter) -> None:
        to = matter.deadline + timedelta(days=self.chance.randint(2, 10))
        told = self.act(
            self.desk.liaison(matter.lead.unit),
            matter,
            "extension_asked",
            assignment_id=matter.lead.pk,
            new_deadline=str(to),
            reason="设备到货推迟",
            progress_text="已完成一半",
        )
        count = self.month.answer_within
        limit = Limit(self.on, count, self.month.days.after(self.on, count))
        matter.more.append(More(max(row["id"] for row in told["extensions"]), to, limit))

    def ask_too_late(self, matter: Matter) -> None:
        """After the day no more time is asked for."""
        body = {
            "assignment_id": matter.lead.pk,
            "new_deadline": str(self.on + timedelta(days=5)),
            "reason": "设备到货推迟",
            "progress_text": "已完成一半",
        }
        answer = self.desk.liaison(matter.lead.unit).post(f"/items/{matter.pk}/acts/extension_asked", body)
        assert refused(answer) == "wrong_day"
        self.note(matter, "extension_asked too late")

    # ------------------------------------------------------------ what the office does

    def manage(self, matter: Matter) -> None:
        """More time is granted, refused or left; items are set aside, taken up again, made void."""
        one = self.desk("coordinator")
        if matter.is_suspended and self.likely(0.4):
            self.act(one, matter, "resumed")
            matter.is_suspended = False
        elif matter.is_worked_on and (asked := matter.asked):
            self.answer(matter, asked)
        elif matter.is_worked_on and self.likely(0.01):
            self.act(one, matter, "suspended", reason="等上级批复")
            matter.is_suspended = True
        elif matter.state not in ENDED and self.likely(0.003):
            self.act(one, matter, "voided", reason="重复录入")
            matter.void()

    def answer(self, matter: Matter, asked: More) -> None:
        one = self.desk("coordinator")
        if self.likely(0.3):
            self.act(one, matter, "extension_approved", extension_id=asked.pk)
            asked.state, matter.deadline = "approved", asked.to
            matter.extensions += 1
        elif self.likely(0.2):
            self.act(one, matter, "extension_refused", extension_id=asked.pk, remark="按期完成")
            asked.state = "refused"

    # ------------------------------------------------------------ striking off

    def strike_off(self, matter: Matter) -> None:
        """The next step of the way, if somebody takes it today."""
        steps: dict[str, Callable[[Matter], None]] = {
            "in_progress": self.ask_close,
            "lead_review": self.review_close,
            "verifying": self.verify,
            "approving_close": self.approve,
            "publicity": self.object,
        }
        if not matter.is_suspended and (step := steps.get(matter.state)):
            step(matter)

    def ask_close(self, matter: Matter) -> None:
        is_done = all(duty.progress == 100 and not duty.waiting for duty in matter.duties)
        if is_done and matter.has_photo and self.likely(0.6):
            self.act(self.desk.liaison(matter.lead.unit), matter, "close_asked", statement="都已办完")
            matter.state = "lead_review"
            matter.closings.append("lead_review")

    def review_close(self, matter: Matter) -> None:
        who = self.desk.reviewer(matter.lead.unit)
        if self.likely(0.6):
            self.act(who, matter, "close_reviewed")
            matter.state = matter.closings[-1] = "verifying"
        elif self.likely(0.25):
            self.act(who, matter, "close_not_reviewed", remark="材料不齐")
            matter.back("returned")

    def verify(self, matter: Matter) -> None:
        if self.likely(0.5):
            judged = [{"check_id": self.line, "outcome": "met", "note": "现场看过"}]
            self.act(self.desk("verifier"), matter, "close_verified", judged=judged)
            self._after_verdict(matter)
        elif self.likely(0.25):
            self.act(self.desk("verifier"), matter, "close_returned", remark="照片看不清，三日内重报")
            matter.back("returned")
        elif self.likely(0.15):
            self.edit(matter)

    def _after_verdict(self, matter: Matter) -> None:
        book = self.month.books[matter.book]
        if not book.publicity:
            matter.state, matter.closings[-1] = "approving_close", "approving"
            return
        last = self.month.days.after(self.on, book.publicity)
        matter.publicity = Limit(self.on, book.publicity, last)
        matter.state = matter.closings[-1] = "publicity"

    def edit(self, matter: Matter) -> None:
        """The office changes what was asked to be struck off: the request lapses."""
        one = self.desk("coordinator")
        tag = one.get(f"/items/{matter.pk}").headers["ETag"]
        path, body = f"/items/{matter.pk}/acts/edited", {"goal": f"{self.on} 起改为全部完成"}
        self.note(matter, "edited", done(one.post(path, body, **{"If-Match": tag})))
        matter.back("lapsed")

    def approve(self, matter: Matter) -> None:
        if self.likely(0.5):
            self.act(self.desk("leader"), matter, "close_approved")
            matter.close(self.on, self.month.books[matter.book].look_back_after)
        elif self.likely(0.2):
            self.act(self.desk("leader"), matter, "close_declined", remark="再核一遍")
            matter.back("returned")

    def object(self, matter: Matter) -> None:
        if self.likely(0.06):
            self.act(self.desk("coordinator"), matter, "close_objected", words="群众反映仍有三处")
            matter.back("returned")

    def look_back(self, matter: Matter) -> None:
        """What was struck off is looked at again, by another verifier; some of it opens again."""
        if matter.state != "closed" or not matter.look_backs or matter.look_backs[-1][1] != "planned":
            return
        due, _ = matter.look_backs[-1]
        if due > self.on or not self.likely(0.6):
            return
        who = self.desk("second_verifier")
        if self.likely(0.75):
            self.act(who, matter, "look_back_held", finding="没有反弹")
            matter.look_backs[-1] = due, "holds"
            return
        deadline = self.on + timedelta(days=7)
        self.act(who, matter, "reopened", finding="问题又出现了", deadline=str(deadline))
        matter.look_backs[-1] = due, "relapsed"
        matter.state, matter.deadline, matter.closed_on = "in_progress", deadline, None
        for duty in matter.duties:
            duty.state = "working"

    # ------------------------------------------------------------ periods

    def end_periods(self) -> None:
        """On the due day the missing are urged; some periods are ended by hand, the rest by the clock."""
        for name, book in self.month.books.items():
            _, last = book.period(self.on, self.month.days)
            if last != self.on:
                continue
            self.urge(name)
            if self.likely(0.4):
                told = done(self.desk("coordinator").post(f"/ledgers/{book.pk}/period/frozen", {}))
                assert told["is_frozen"]
                assert self.month.freeze(name, self.on)

    def urge(self, name: str) -> None:
        standings = self.month.standings(name, self.on)
        missing = {pk for pk, standing in standings.items() if standing == "missing"}
        late = [(one, duty) for one, duty in self._duties(name) if duty.pk in missing]
        path = f"/ledgers/{self.month.books[name].pk}/period/urged"
        told = done(self.desk("coordinator").post(path, {"words": "今天是报送日，请即报来"}))
        assert {row["id"] for row in told["urged"]} == {one.pk for one, _ in late}
        for one, duty in late:
            duty.urged += 1
            self.note(one, "urged")

    def _duties(self, name: str) -> Iterator[tuple[Matter, Duty]]:
        for matter in self.month.of(name):
            for duty in matter.duties:
                yield matter, duty
