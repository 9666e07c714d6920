"""The words of invented callers, from which `benchmarks/callers.py` makes as many calls as are asked for."""

from __future__ import annotations

# What a call is about: the thing, and the ways in which callers name it.
THINGS = {
    "debit_card": ("debit card", "bank card", "card", "cash card"),
    "credit_card": ("credit card", "visa", "mastercard", "credit card account"),
    "current_account": ("current account", "bank account", "everyday account", "main account"),
    "savings": ("savings account", "savings", "saver", "savings pot"),
    "mortgage": ("mortgage", "home loan", "house loan", "mortgage account"),
    "loan": ("personal loan", "loan", "borrowing", "bank loan"),
    "overdraft": ("overdraft", "arranged overdraft", "overdraft limit", "minus balance"),
    "app": ("app", "mobile app", "phone app", "banking app"),
    "website": ("website", "online banking", "internet banking", "web page"),
    "standing_order": ("standing order", "regular payment", "monthly transfer", "repeat payment"),
    "direct_debit": ("direct debit", "dd", "automatic bill payment", "direct debit mandate"),
    "cheque": ("cheque", "cheque book", "paper cheque", "cheques"),
    "car_policy": ("car insurance", "motor policy", "car cover", "vehicle insurance"),
    "home_policy": ("home insurance", "house insurance", "contents cover", "buildings insurance"),
    "travel_policy": ("travel insurance", "holiday cover", "trip insurance", "travel policy"),
    "pension": ("pension", "retirement plan", "pension pot", "retirement savings"),
    "broadband": ("broadband", "internet line", "wifi", "home internet"),
    "handset": ("phone contract", "mobile contract", "handset", "sim plan"),
    "television": ("television package", "tv box", "tv subscription", "set top box"),
    "gas": ("gas supply", "gas account", "gas", "heating supply"),
    "electricity": ("electricity", "electric account", "power supply", "electricity supply"),
    "water": ("water supply", "water account", "water", "water service"),
    "boiler": ("boiler cover", "boiler", "central heating", "boiler service plan"),
    "parcel": ("parcel", "delivery", "package", "my order"),
}

# What is the matter with it: the few words most callers use, and the ways in which others put it.
MATTERS = {
    "cancel": (
        ("cancel {thing}", "close {thing}", "stop my {thing}", "end {thing}"),
        (
            "I don't want the {thing} any longer",
            "please bring my {thing} to an end", "I am leaving and the {thing} goes",
        ),
    ),
    "open_new": (
        ("new {thing}", "get a {thing}", "apply for {thing}", "sign up {thing}"),
        ("I am thinking of taking out a {thing} with you", "how would I go about getting a {thing} of my own"),
    ),
    "balance": (
        ("balance {thing}", "how much on my {thing}", "{thing} statement", "what is left on {thing}"),
        ("could you read me what the {thing} stands at", "I need a figure for my {thing} for the accountant"),
    ),
    "price_rise": (
        ("{thing} went up", "why is {thing} dearer", "{thing} price rise", "{thing} costs more"),
        ("the cost of my {thing} has jumped and nobody told me", "you are asking more for the {thing} than last year"),
    ),
    "not_working": (
        ("{thing} not working", "{thing} broken", "{thing} is down", "problem with {thing}"),
        ("the {thing} simply refuses to do anything", "nothing happens whatever I try with my {thing}"),
    ),
    "lost": (
        ("lost {thing}", "{thing} missing", "can't find my {thing}", "{thing} has gone missing"),
        (
            "I turned the whole place over and the {thing} is nowhere",
            "I must have left my {thing} somewhere on the way",
        ),
    ),
    "fraud": (
        ("fraud {thing}", "someone used my {thing}", "{thing} hacked", "scam on my {thing}"),
        ("there is something on the {thing} that I never did", "a stranger has got hold of my {thing} details"),
    ),
    "new_address": (
        ("change address {thing}", "moved house {thing}", "new address for {thing}", "moving {thing}"),
        (
            "we are in another street now and the {thing} still has the old one",
            "the {thing} should come to our new home",
        ),
    ),
    "new_name": (
        ("change name on {thing}", "married name {thing}", "name wrong on {thing}", "new name {thing}"),
        ("my surname is different since the wedding and the {thing} does not know", "you misspelt me on the {thing}"),
    ),
    "late": (
        ("{thing} late", "where is my {thing}", "{thing} not arrived", "still waiting {thing}"),
        ("you promised the {thing} days ago and I am still waiting", "my {thing} ought to have been here by now"),
    ),
    "refund": (
        ("refund {thing}", "money back {thing}", "charged twice {thing}", "overcharged {thing}"),
        ("I paid for the {thing} two times over and want one back", "you owe me something from the {thing}"),
    ),
    "pay": (
        ("pay {thing}", "make a payment {thing}", "pay my {thing} bill", "settle {thing}"),
        (
            "I have the money here for the {thing} and want it done today",
            "can I give you my numbers and settle the {thing}",
        ),
    ),
    "cannot_pay": (
        ("can't pay {thing}", "{thing} arrears", "behind with {thing}", "need more time {thing}"),
        ("I lost my job and the {thing} is more than I have", "is there a way to spread what I owe on the {thing}"),
    ),
    "complain": (
        ("complaint {thing}", "unhappy with {thing}", "complain about {thing}", "{thing} complaint manager"),
        ("the way I was treated over the {thing} was a disgrace", "I want a manager to hear about my {thing}"),
    ),
    "access": (
        ("password {thing}", "locked out {thing}", "can't log in {thing}", "reset {thing} code"),
        ("it says the code for the {thing} is wrong though I know it is right", "my {thing} has shut me out"),
    ),
    "upgrade": (
        ("upgrade {thing}", "better {thing}", "increase {thing}", "bigger {thing}"),
        (
            "what I have of the {thing} is too little and I would like more",
            "is there a step up from my present {thing}",
        ),
    ),
}  # fmt: skip

OPENERS = (
    "", "", "", "hello", "hi there", "good morning", "um hi", "yes hello", "sorry to trouble you", "right so",
    "I hope you can help", "this is {name} speaking", "it's {name}", "I was passed on to you", "oh finally a person",
)  # fmt: skip
CLOSERS = (
    "", "", "", "please", "thanks", "as soon as you can", "if that's possible", "my reference is {number}",
    "I rang on {day} about it", "it has been {number} days", "my {kin} told me to ring", "I am in {place} just now",
    "before {day} if you would", "it is about {number} pounds", "{name} dealt with it last time",
)  # fmt: skip
POLITE = ("", "", "please", "I need", "hello", "I want to", "it's about", "can you help with")
ELSEWHERE = (
    "do you sell {item}", "can you mend my {item}", "how is the weather in {place}", "who won in {place} on {day}",
    "a table for {number} on {day}", "is this the {item} shop in {place}", "my {kin} is stuck in {place} with a {item}",
    "tell me something about {item}", "play {name}'s song", "wrong number I wanted {name}", "{number} {item} to go",
)  # fmt: skip
FILLERS = {
    "name": (
        "Amara", "Bert", "Chidi", "Dolores", "Edwin", "Farah", "Greta", "Hamid", "Ines", "Jorge", "Keiko", "Lorna",
        "Mikkel", "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Sanjay", "Tilda", "Umar", "Vera", "Wilf", "Yusra",
    ),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "the first", "the tenth"),
    "place": (
        "Leeds", "Truro", "Oban", "Cardiff", "Derry", "Hull", "Exeter", "Perth", "Luton", "Bath", "Ayr", "Ripon",
    ),
    "kin": ("wife", "husband", "son", "daughter", "mother", "father", "neighbour", "sister", "brother", "landlord"),
    "item": ("shoes", "pizza", "violin", "goldfish", "lawnmower", "wallpaper", "bicycle", "umbrella", "sofa", "teapot"),
}  # fmt: skip
