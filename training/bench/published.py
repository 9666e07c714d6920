"""Figures that others have published, to stand beside ours; each with the measure and where it was printed."""

from __future__ import annotations

from dataclasses import dataclass

BANKING77 = "BANKING77"
BANKING77_TEN = "BANKING77, 10 texts a label"
CLINC150 = "CLINC150"
FINE_TUNED = ", fine-tuned"  # what follows the name of a result with --finetune
CLINC150_PLAIN = "CLINC150, none out of scope to learn from"

SPACE_3 = "He et al., SIGIR 2022"
ICDA = "Lin et al., EACL 2023"
CONVFIT = "Vulić et al., EMNLP 2021"
CPFT = "Zhang et al., EMNLP 2021"
CLINC = "Larson et al., EMNLP 2019"
SNGP = "Liu et al., NeurIPS 2020"
UNSTATED = "paper not recorded"


@dataclass(frozen=True)
class Published:
    """One figure: of which result and measure of ours it is the like, its value, of which system, and its source."""

    result: str
    measure: str
    value: float
    system: str
    source: str


PUBLISHED = (
    Published(BANKING77, "accuracy", 0.9494, "SPACE-3 (110M parameters)", SPACE_3),
    Published(BANKING77, "accuracy", 0.9442, "ICDA", ICDA),
    Published(BANKING77, "accuracy", 0.9416, "ConvFiT", CONVFIT),
    Published(BANKING77, "accuracy", 0.8958, "Dialogflow CX", UNSTATED),
    Published(BANKING77, "accuracy_of_surest_90pct", 0.978, "BERT", UNSTATED),
    Published(BANKING77_TEN, "accuracy", 0.8720, "CPFT", CPFT),
    Published(CLINC150, "accuracy", 0.9789, "SPACE-3 (110M parameters)", SPACE_3),
    Published(CLINC150, "accuracy", 0.9712, "ICDA", ICDA),
    Published(CLINC150, "accuracy", 0.9734, "ConvFiT", CONVFIT),
    Published(CLINC150, "accuracy", 0.917, "Dialogflow", CLINC),
    Published(CLINC150_PLAIN, "oos_auroc", 0.942, "BERT, softmax", SNGP),
    Published(CLINC150_PLAIN, "oos_auroc", 0.969, "SNGP", SNGP),
    Published(CLINC150_PLAIN, "oos_auroc", 0.973, "ensemble of ten BERT", SNGP),
    Published(CLINC150_PLAIN, "ece", 0.022, "BERT, softmax", SNGP),
    Published(CLINC150_PLAIN, "ece", 0.010, "SNGP", SNGP),
)
