"""One form for each step of a confirmation."""

from hejie.kernel.facts import DatedForm, FactsForm
from hejie.rooms.confirmation.forms import application, court, ruling

FORMS: dict[str, type[FactsForm]] = {
    "ask": application.AskForm,
    "consent": application.ConsentForm,
    "withdraw": application.WithdrawForm,
    "permit_withdrawal": DatedForm,
    "ask_papers": court.AskPapersForm,
    "submit": court.SubmitForm,
    "accept": court.AcceptForm,
    "not_accept": court.NotAcceptForm,
    "take_up": DatedForm,
    "set_review": court.SetReviewForm,
    "hold_review": court.HoldReviewForm,
    "ask_supplement": court.AskSupplementForm,
    "hand_in": application.HandInForm,
    "ask_body": court.QuestionForm,
    "answer_court": court.AnswerForm,
    "extend": court.ExtendForm,
    "extend_conclusion": court.ExtendConclusionForm,
    "rule_valid": ruling.RuleValidForm,
    "dismiss": ruling.DismissForm,
    "serve": ruling.ServeForm,
    "hear_third": ruling.HearThirdForm,
    "object": ruling.ObjectForm,
    "decide_objection": ruling.DecideObjectionForm,
    "apply_enforcement": ruling.EnforcementForm,
    "lapse": ruling.LapseForm,
}
