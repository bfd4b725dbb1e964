"""The demonstration: invented organisations and promises, drawn record by record from a seed, and the home they live in.

Everything here is made up. Countries are real because a commitment needs one; every place, body, person-sized sum and
sentence in them is invented, and the pack of a demonstration home is marked ``demonstration`` so that each page says so.
"""
