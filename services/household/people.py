"""The persons who move, the applicant first, as papers and packets name them."""

from dataclasses import dataclass

from portal.catalog.declaration import Answers


@dataclass(frozen=True)
class People:
    """One person who moves. relation: to the applicant (GB/T 4761), "01" the applicant; born: ISO text."""

    name: str
    id_no: str
    sex: str
    born: str
    relation: str


def movers(answers: Answers) -> list[People]:
    """Return the applicant and whoever comes along."""
    own = answers["applicant"]
    family = (answers.get("family") or {}).get("rows") or []
    return [
        People(own["name"], own["id_no"], own["sex"], own["birth_date"], "01"),
        *(
            People(
                *(str(row.get(name) or "") for name in ("f_name", "f_id_no", "f_sex", "f_birth", "relation"))
            )
            for row in family
        ),
    ]
