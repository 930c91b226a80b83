"""Labels: brought in, accepted, rejected; and which of them count."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import GroundTruth, LabelState, Membership, Provenance, Role
from portal.services import label_sets, labels
from portal.services.errors import BadInput
from portal.services.labels import LabelRecord, ListSaid, Said, accept, import_labels, reject


def record(document="bill.pdf", lists=None, **fields):
    said = {name: Said(text, "canonical") for name, text in fields.items()}
    return LabelRecord(document, "row 2", said, lists or {})


def lines(*whats, state="complete"):
    return {"lines": ListSaid(Said(state), [{"what": Said(what)} for what in whats])}


class TestImport:
    def test_labels_come_in_as_proposed_with_their_provenance(self, version, document, lee):
        report = import_labels(version, [record(total="30.00", number="R-007")], made="blind", by=lee)
        label = GroundTruth.objects.get()
        assert (label.provenance, label.state, label.labeller) == (Provenance.BLIND, LabelState.PROPOSED, lee)
        assert (report.new, report.cells) == (1, 2)
        assert label.values.get(field="total").value == "30.00"

    @pytest.mark.parametrize(
        ("made", "provenance"),
        [("blind", "blind"), ("shown", "assisted"), ("rules", "weak"), ("system", "imported")],
    )
    def test_how_they_were_made_is_kept(self, version, document, lee, made, provenance):
        import_labels(version, [record(total="30.00")], made=made, by=lee)
        assert GroundTruth.objects.get().provenance == provenance

    def test_the_same_again_changes_nothing(self, version, document, lee):
        for _ in range(2):
            report = import_labels(version, [record(total="30.00", lists=lines("Nails"))], made="blind", by=lee)
        label = GroundTruth.objects.get()
        assert (report.new, report.changed, report.unchanged, report.cells) == (0, 0, 1, 0)
        assert label.changes.count() == 3

    def test_a_blank_overwrites_nothing(self, version, document, lee):
        import_labels(version, [record(total="30.00")], made="blind", by=lee)
        import_labels(version, [record(total="", number="R-1")], made="blind", by=lee)
        assert GroundTruth.objects.get().values.get(field="total").value == "30.00"

    def test_not_in_the_document_is_a_statement(self, version, document, lee):
        import_labels(version, [record(total="N/A")], made="blind", by=lee)
        assert GroundTruth.objects.get().values.get(field="total").says == "absent"

    def test_one_problem_anywhere_leaves_nothing_written(self, version, document, lee):
        bad = [record(total="30.00"), record(total="many"), record("gone.pdf", total="1.00"), record(nonsense="1")]
        report = import_labels(version, bad, made="blind", by=lee)
        assert len(report.problems) == 3
        assert any("gone.pdf" in problem for problem in report.problems)
        assert not GroundTruth.objects.exists()

    def test_a_name_that_two_documents_share_matches_neither(self, version, add_document, lee):
        add_document("same.pdf")
        add_document("same.pdf")
        report = import_labels(version, [record("same.pdf", total="1.00")], made="blind", by=lee)
        assert report.problems

    def test_a_row_that_a_complete_list_no_longer_has_is_removed(self, version, document, lee):
        import_labels(version, [record(lists=lines("Nails", "Screws"))], made="blind", by=lee)
        import_labels(version, [record(lists=lines("Nails"))], made="blind", by=lee)
        states = GroundTruth.objects.get().values.filter(field="what").values_list("item", "state")
        assert dict(states) == {1: "confirmed", 2: "removed"}

    def test_accepting_with_it_needs_the_lead(self, version, document, lee, lena):
        with pytest.raises(PermissionDenied):
            import_labels(version, [record(total="1.00")], made="blind", by=lee, accept_them=True)
        report = import_labels(version, [record(total="1.00")], made="blind", by=lena, accept_them=True)
        assert report.accepted == 1
        assert GroundTruth.objects.get().is_gold

    def test_an_unknown_way_to_make_labels_is_refused(self, version, document, lee):
        with pytest.raises(BadInput, match="blind, shown, rules, system"):
            import_labels(version, [], made="guessed", by=lee)

    def test_an_accepted_label_that_changes_is_proposed_again(self, version, document, lee, lena):
        import_labels(version, [record(total="1.00")], made="blind", by=lee)
        accept(GroundTruth.objects.get(), by=lena)
        import_labels(version, [record(total="2.00")], made="blind", by=lee)
        assert GroundTruth.objects.get().state == LabelState.PROPOSED


class TestDeciding:
    @pytest.fixture
    def label(self, version, document, lee):
        import_labels(version, [record(total="1.00")], made="blind", by=lee)
        return GroundTruth.objects.get()

    def test_a_lead_accepts(self, label, lena):
        assert accept(label, by=lena).is_gold
        assert label.events.first().kind == "accept"

    def test_a_labeller_does_not_accept(self, label, lee):
        with pytest.raises(PermissionDenied):
            accept(label, by=lee)

    def test_rejecting_needs_a_reason(self, label, lena):
        with pytest.raises(BadInput):
            reject(label, by=lena, reason="")
        assert reject(label, by=lena, reason="wrong document").state == LabelState.REJECTED


class TestCounting:
    """Which of several labels counts for a score."""

    def label(self, version, by, made, **fields):
        import_labels(version, [record(**fields)], made=made, by=by)
        found = GroundTruth.objects.get(labeller=by, provenance=labels.MADE[made])
        found.state = LabelState.ACCEPTED
        found.save()
        return found

    def frozen(self, version, document):
        found = label_sets.freeze(version, [document])
        return found.labels.get().labels if found else None

    @pytest.fixture
    def lou(self, project):
        from tests.portal.conftest import person  # noqa: PLC0415

        user = person("lou")
        Membership.objects.create(project=project, user=user, role=Role.LABELLER)
        return user

    def test_proposed_labels_do_not_count(self, version, document, lee):
        import_labels(version, [record(total="1.00")], made="blind", by=lee)
        assert label_sets.freeze(version, [document]) is None

    def test_assisted_labels_are_never_gold(self, version, document, lee):
        self.label(version, lee, "shown", total="1.00")
        assert label_sets.freeze(version, [document]) is None

    def test_two_that_agree_count_once(self, version, document, lee, lena):
        self.label(version, lee, "blind", total="1.00", number="A")
        self.label(version, lena, "system", total="1.0")
        frozen = self.frozen(version, document)
        assert [cell.value for cell in frozen.fields["total"]] == ["1.00"]
        assert frozen.fields["number"][0].value == "A"

    def test_two_that_disagree_accept_no_answer(self, version, document, lee, lena):
        self.label(version, lee, "blind", total="1.00")
        self.label(version, lena, "blind", total="2.00")
        assert self.frozen(version, document).fields["total"] == ()

    def test_an_adjudicated_label_settles_it(self, version, document, lee, lena, erika):
        self.label(version, lee, "blind", total="1.00")
        self.label(version, lena, "blind", total="2.00")
        settled = self.label(version, lena, "system", total="3.00")
        settled.provenance = Provenance.ADJUDICATED
        settled.save()
        assert self.frozen(version, document).fields["total"][0].value == "3.00"

    def test_the_same_labels_freeze_to_the_same_set(self, version, document, lee):
        self.label(version, lee, "blind", total="1.00")
        first = label_sets.freeze(version, [document])
        assert label_sets.freeze(version, [document]) == first
        import_labels(version, [record(total="2.00")], made="blind", by=lee)
        GroundTruth.objects.update(state=LabelState.ACCEPTED)
        assert label_sets.freeze(version, [document]) != first
