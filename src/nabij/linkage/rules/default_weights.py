# SPDX-License-Identifier: EUPL-1.2
"""Weights to start with, until an institution has learned its own: see `weights`.

Learned from 100,000 invented records with and without BSN (`matching.testing.persons`, seed 1).
Three kinds of pairs: one person, people of one house or family, strangers.
"""

from typing import Any

# fmt: off
DEFAULT: dict[str, Any] = {
    "shares": [0.2733, 0.6343, 0.09241],
    "levels": {
        "bsn": {
            "same": [0.9949, 0.0004534, 0.0001058],
            "different": [0.005054, 0.9995, 0.9999],
        },
        "surname": {
            "same": [0.8504, 0.3955, 0.3495],
            "shared": [0.05626, 4.029e-05, 0.06411],
            "close": [0.004764, 0.004303, 0.05411],
            "typed": [0.04526, 0.00633, 0.002181],
            "alike": [0.001489, 0.0004937, 8.4e-05],
            "different": [0.04179, 0.5933, 0.53],
        },
        "given": {
            "same": [0.2884, 0.02336, 0.05092],
            "call": [0.2451, 0.02334, 0.04739],
            "other_initials": [0.02606, 0.0125, 0.03398],
            "form": [0.06329, 0.03357, 0.05624],
            "close": [0.009659, 0.009284, 0.01561],
            "initials": [0.1201, 0.003985, 0.004309],
            "initial": [0.2244, 0.1722, 0.2891],
            "initials_differ": [6.422e-06, 0.03851, 0.06205],
            "other_name": [0.004375, 0.2613, 0.417],
            "different": [0.004203, 0.2714, 0.01493],
            "other_initial": [0.0144, 0.1505, 0.008485],
        },
        "birth": {
            "same": [0.9459, 0.007004, 0.5687],
            "generation": [0.003531, 0.6296, 0.04562],
            "swapped": [0.00537, 9.605e-05, 0.0002257],
            "partial": [0.01103, 0.0002237, 0.004333],
            "digit": [0.02519, 0.00146, 0.01913],
            "close": [0.002335, 0.001549, 0.02315],
            "different": [0.006647, 0.3601, 0.3389],
        },
        "gender": {
            "same": [1.0, 0.4436, 0.58],
            "different": [8.23e-06, 0.5564, 0.42],
        },
        "address": {
            "same": [0.7665, 0.951, 5.58e-05],
            "suffix": [6.325e-06, 2.725e-06, 1.87e-05],
            "postcode": [0.03255, 0.007339, 0.001497],
            "near": [0.02171, 0.003639, 6.191e-05],
            "area": [0.005326, 0.0009772, 0.02881],
            "different": [0.1739, 0.03708, 0.9696],
        },
        "phone": {
            "same": [0.8613, 0.3164, 0.00166],
            "different": [0.1387, 0.6836, 0.9983],
        },
        "email": {
            "same": [0.9999, 0.0005943, 0.351],
            "different": [6.195e-05, 0.9994, 0.649],
        },
    },
    "rounds": 44,
}
# fmt: on
