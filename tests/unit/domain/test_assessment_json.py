"""Assessments that the first program kept are still read."""

import json

from climafin.base.messages import Label
from climafin.domain.assessment_json import assessment_from_json, assessment_to_json
from tests.dossiers.cases import assessed


def test_texts_kept_in_one_language_are_read_for_both():
    now = json.loads(assessment_to_json(assessed()))
    del now["bonus_maximum"]
    for rule in (*now["gates"], *now["criteria"]):
        rule["source"] |= {"document": "渝环〔2022〕50号", "clause": "第六章"}
    for criterion in now["criteria"]:
        del criterion["test"]
        criterion |= {"unit": "%", "clause": "", "value_text": ""}
    now["criteria"][0] |= {"clause": "是：第三方核验"}

    read = assessment_from_json(json.dumps(now))

    assert read.bonus_maximum == 500
    assert read.gates[0].source.document == Label("渝环〔2022〕50号", "渝环〔2022〕50号")
    assert read.criteria[0].clause == Label("是：第三方核验", "是：第三方核验")
    assert (read.criteria[1].clause, read.criteria[1].value_text, read.criteria[1].test) == (None, None, "")
    assert assessment_from_json(assessment_to_json(read)) == read
