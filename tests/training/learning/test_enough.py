"""An intent that few calls tell of waits for more; what is known of their department is learnt."""

from training.calls import OUT_OF_SCOPE, LabelledCall
from training.learning.enough import learnable


def test_intents_below_five_wordings_are_left_to_their_department_and_told(catalogue):
    common = [LabelledCall(f"wording {n}", "card_lost_or_stolen", "cards") for n in range(5)]
    rare = [LabelledCall(f"loan {n}", "loan_apply", "loans") for n in (1, 2, 3, 3, 3)]
    unplaced = [LabelledCall("my pin", "pin_forgotten")]
    strange = [LabelledCall("a pizza", OUT_OF_SCOPE)]

    kept, lines = learnable([*common, *rare, *unplaced, *strange], catalogue)

    assert kept == [*common, *(LabelledCall(call.reason, "", "loans") for call in rare)]
    assert [line.split(";")[0] for line in lines] == [
        "loan_apply: 3 of the 5 wordings that an intent is learnt from",
        "out_of_scope: 1 of the 5 wordings that an intent is learnt from",
        "pin_forgotten: 1 of the 5 wordings that an intent is learnt from",
    ]
