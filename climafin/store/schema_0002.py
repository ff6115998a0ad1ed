"""Migration 2, rules as data: what packs ask besides, signed lines, editions, cohorts, runs. Frozen."""

STATEMENTS = (
    """
    CREATE TABLE supplement (
        id INTEGER NOT NULL,
        project_uid TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(project_uid) REFERENCES project (uid),
        CONSTRAINT supplement_once UNIQUE (project_uid, field)
    ) STRICT
    """,
    """
    CREATE TABLE judgement (
        id INTEGER NOT NULL,
        project_uid TEXT NOT NULL,
        pack_id TEXT NOT NULL,
        edition INTEGER NOT NULL,
        occasion TEXT NOT NULL,
        rule_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        answer TEXT NOT NULL,
        points INTEGER,
        reason TEXT NOT NULL,
        evidence TEXT NOT NULL,
        person TEXT NOT NULL,
        second_person TEXT NOT NULL,
        at TEXT NOT NULL,
        withdrawn_by INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(project_uid) REFERENCES project (uid),
        FOREIGN KEY(withdrawn_by) REFERENCES judgement (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT kind_known CHECK (kind IN ('expert', 'override', 'withdrawal')),
        CONSTRAINT occasion_known CHECK (occasion IN ('initial', 'yearly'))
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX judgement_current ON judgement (project_uid, pack_id, occasion, kind, rule_id)
        WHERE withdrawn_by IS NULL AND kind <> 'withdrawal'
    """,
    """
    CREATE INDEX judgement_pack ON judgement (pack_id, project_uid)
    """,
    """
    CREATE INDEX judgement_withdrawn ON judgement (withdrawn_by)
    """,
    """
    CREATE TABLE parameter (
        id INTEGER NOT NULL,
        pack_id TEXT NOT NULL,
        edition INTEGER NOT NULL,
        name TEXT NOT NULL,
        value REAL,
        unit TEXT NOT NULL,
        source TEXT NOT NULL,
        person TEXT NOT NULL,
        second_person TEXT NOT NULL,
        at TEXT NOT NULL,
        replaced_by INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(replaced_by) REFERENCES parameter (id) DEFERRABLE INITIALLY DEFERRED
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX parameter_current ON parameter (pack_id, name) WHERE replaced_by IS NULL
    """,
    """
    CREATE INDEX parameter_replaced ON parameter (replaced_by)
    """,
    """
    CREATE TABLE pack_edition (
        id INTEGER NOT NULL,
        pack_id TEXT NOT NULL,
        edition INTEGER NOT NULL,
        origin TEXT NOT NULL,
        digest TEXT NOT NULL,
        content BLOB NOT NULL,
        beside TEXT NOT NULL,
        body_digest TEXT NOT NULL,
        person TEXT NOT NULL,
        second_person TEXT NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT origin_known CHECK (origin IN ('shipped', 'published')),
        CONSTRAINT bytes_once UNIQUE (pack_id, digest, origin)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX pack_edition_once ON pack_edition (pack_id, edition) WHERE origin = 'published'
    """,
    """
    CREATE TABLE frozen_cohort (
        id INTEGER NOT NULL,
        pack_id TEXT NOT NULL,
        edition INTEGER NOT NULL,
        name TEXT NOT NULL,
        as_of TEXT NOT NULL,
        label TEXT NOT NULL,
        digest TEXT NOT NULL,
        body TEXT NOT NULL,
        body_digest TEXT NOT NULL,
        person TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE INDEX frozen_cohort_day ON frozen_cohort (pack_id, name, as_of)
    """,
    """
    CREATE TABLE robustness_run (
        id INTEGER NOT NULL,
        pack_id TEXT NOT NULL,
        edition INTEGER NOT NULL,
        pack_digest TEXT NOT NULL,
        generator TEXT NOT NULL,
        seed INTEGER NOT NULL,
        plan TEXT NOT NULL,
        as_of TEXT NOT NULL,
        body BLOB NOT NULL,
        body_digest TEXT NOT NULL,
        person TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE INDEX robustness_run_pack ON robustness_run (pack_id, id)
    """,
    """
    ALTER TABLE assessment ADD COLUMN occasion TEXT DEFAULT 'initial' NOT NULL
        CONSTRAINT occasion_known CHECK (occasion IN ('initial', 'yearly'))
    """,
    """
    DROP INDEX assessment_current
    """,
    """
    CREATE UNIQUE INDEX assessment_current ON assessment (project_uid, pack_id, occasion) WHERE superseded_by IS NULL
    """,
)
