"""How callers in danger, in distress, confused or abusive speak, and those who want a person: example calls and the fit."""
