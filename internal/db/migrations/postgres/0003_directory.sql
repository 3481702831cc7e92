-- +goose Up
-- The directory: one table per object of HSDS 3.2.3, then what Passerelle knows
-- beside it, then where each thing came from.
--
-- Text that the source does not give is '' and never NULL: HSDS knows no null.
-- Dates, instants and hours of the source stay text, as published, offset and
-- all. Numbers that are not given are NULL.
--
-- Links between these objects carry no foreign key. Real packages dangle, the
-- standard's own example in eight places; a child whose parent is missing is
-- kept, with published = false, and finds its parent the day it arrives.


-- reference
CREATE TABLE organization (
    id                     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name                   TEXT NOT NULL,
    alternate_name         TEXT NOT NULL,
    description            TEXT NOT NULL,
    email                  TEXT NOT NULL,
    website                TEXT NOT NULL,
    tax_status             TEXT NOT NULL,
    tax_id                 TEXT NOT NULL,
    year_incorporated      DOUBLE PRECISION,
    legal_status           TEXT NOT NULL,
    logo                   TEXT NOT NULL,
    uri                    TEXT NOT NULL,
    parent_organization_id TEXT COLLATE "C" NOT NULL,
    published              BOOLEAN NOT NULL,
    dataset_id             TEXT COLLATE "C" NOT NULL,
    source_digest          TEXT COLLATE "C" NOT NULL,
    first_run_id           TEXT COLLATE "C" NOT NULL,
    absent_since           BIGINT,
    updated_at             BIGINT NOT NULL
);

-- reference
CREATE TABLE program (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL,
    name            TEXT NOT NULL,
    alternate_name  TEXT NOT NULL,
    description     TEXT NOT NULL,
    published       BOOLEAN NOT NULL,
    dataset_id      TEXT COLLATE "C" NOT NULL,
    source_digest   TEXT COLLATE "C" NOT NULL,
    first_run_id    TEXT COLLATE "C" NOT NULL,
    absent_since    BIGINT,
    updated_at      BIGINT NOT NULL
);

-- reference
CREATE TABLE service (
    id                      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id         TEXT COLLATE "C" NOT NULL,
    program_id              TEXT COLLATE "C" NOT NULL,
    name                    TEXT NOT NULL,
    alternate_name          TEXT NOT NULL,
    description             TEXT NOT NULL,
    url                     TEXT NOT NULL,
    email                   TEXT NOT NULL,
    status                  TEXT NOT NULL,
    interpretation_services TEXT NOT NULL,
    application_process     TEXT NOT NULL,
    fees_description        TEXT NOT NULL,
    wait_time               TEXT NOT NULL,
    fees                    TEXT NOT NULL,
    accreditations          TEXT NOT NULL,
    eligibility_description TEXT NOT NULL,
    minimum_age             DOUBLE PRECISION,
    maximum_age             DOUBLE PRECISION,
    assured_date            TEXT NOT NULL,
    assurer_email           TEXT NOT NULL,
    licenses                TEXT NOT NULL,
    alert                   TEXT NOT NULL,
    last_modified           TEXT NOT NULL,
    code                    TEXT COLLATE "C" NOT NULL,
    published               BOOLEAN NOT NULL,
    dataset_id              TEXT COLLATE "C" NOT NULL,
    source_digest           TEXT COLLATE "C" NOT NULL,
    first_run_id            TEXT COLLATE "C" NOT NULL,
    absent_since            BIGINT,
    updated_at              BIGINT NOT NULL
);
CREATE UNIQUE INDEX service_code ON service (code);
CREATE INDEX service_organization ON service (organization_id);

-- reference
CREATE TABLE location (
    id                       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    location_type            TEXT NOT NULL,
    url                      TEXT NOT NULL,
    organization_id          TEXT COLLATE "C" NOT NULL,
    name                     TEXT NOT NULL,
    alternate_name           TEXT NOT NULL,
    description              TEXT NOT NULL,
    transportation           TEXT NOT NULL,
    latitude                 DOUBLE PRECISION,
    longitude                DOUBLE PRECISION,
    external_identifier      TEXT NOT NULL,
    external_identifier_type TEXT NOT NULL,
    published                BOOLEAN NOT NULL,
    dataset_id               TEXT COLLATE "C" NOT NULL,
    source_digest            TEXT COLLATE "C" NOT NULL,
    first_run_id             TEXT COLLATE "C" NOT NULL,
    absent_since             BIGINT,
    updated_at               BIGINT NOT NULL
);

-- reference
CREATE TABLE service_at_location (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id    TEXT COLLATE "C" NOT NULL,
    location_id   TEXT COLLATE "C" NOT NULL,
    description   TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX service_at_location_service ON service_at_location (service_id);
CREATE INDEX service_at_location_location ON service_at_location (location_id);

-- reference
CREATE TABLE contact (
    id                     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id        TEXT COLLATE "C" NOT NULL,
    service_id             TEXT COLLATE "C" NOT NULL,
    service_at_location_id TEXT COLLATE "C" NOT NULL,
    location_id            TEXT COLLATE "C" NOT NULL,
    name                   TEXT NOT NULL,
    title                  TEXT NOT NULL,
    department             TEXT NOT NULL,
    email                  TEXT NOT NULL,
    published              BOOLEAN NOT NULL,
    dataset_id             TEXT COLLATE "C" NOT NULL,
    source_digest          TEXT COLLATE "C" NOT NULL,
    first_run_id           TEXT COLLATE "C" NOT NULL,
    absent_since           BIGINT,
    updated_at             BIGINT NOT NULL
);
CREATE INDEX contact_service ON contact (service_id);
CREATE INDEX contact_location ON contact (location_id);

-- reference
CREATE TABLE phone (
    id                     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    location_id            TEXT COLLATE "C" NOT NULL,
    service_id             TEXT COLLATE "C" NOT NULL,
    organization_id        TEXT COLLATE "C" NOT NULL,
    contact_id             TEXT COLLATE "C" NOT NULL,
    service_at_location_id TEXT COLLATE "C" NOT NULL,
    number                 TEXT NOT NULL,
    extension              DOUBLE PRECISION,
    type                   TEXT NOT NULL,
    description            TEXT NOT NULL,
    published              BOOLEAN NOT NULL,
    dataset_id             TEXT COLLATE "C" NOT NULL,
    source_digest          TEXT COLLATE "C" NOT NULL,
    first_run_id           TEXT COLLATE "C" NOT NULL,
    absent_since           BIGINT,
    updated_at             BIGINT NOT NULL
);
CREATE INDEX phone_organization ON phone (organization_id);
CREATE INDEX phone_service ON phone (service_id);
CREATE INDEX phone_location ON phone (location_id);
CREATE INDEX phone_at ON phone (service_at_location_id);

-- reference
CREATE TABLE address (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    location_id    TEXT COLLATE "C" NOT NULL,
    attention      TEXT NOT NULL,
    address_1      TEXT NOT NULL,
    address_2      TEXT NOT NULL,
    city           TEXT NOT NULL,
    region         TEXT NOT NULL,
    state_province TEXT NOT NULL,
    postal_code    TEXT NOT NULL,
    country        TEXT NOT NULL,
    address_type   TEXT NOT NULL,
    published      BOOLEAN NOT NULL,
    dataset_id     TEXT COLLATE "C" NOT NULL,
    source_digest  TEXT COLLATE "C" NOT NULL,
    first_run_id   TEXT COLLATE "C" NOT NULL,
    absent_since   BIGINT,
    updated_at     BIGINT NOT NULL
);
CREATE INDEX address_location ON address (location_id);

-- reference
CREATE TABLE schedule (
    id                     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id             TEXT COLLATE "C" NOT NULL,
    location_id            TEXT COLLATE "C" NOT NULL,
    service_at_location_id TEXT COLLATE "C" NOT NULL,
    valid_from             TEXT NOT NULL,
    valid_to               TEXT NOT NULL,
    dtstart                TEXT NOT NULL,
    timezone               DOUBLE PRECISION,
    until_date             TEXT NOT NULL,
    repeat_count           DOUBLE PRECISION,
    wkst                   TEXT NOT NULL,
    freq                   TEXT NOT NULL,
    repeat_interval        DOUBLE PRECISION,
    byday                  TEXT NOT NULL,
    byweekno               TEXT NOT NULL,
    bymonthday             TEXT NOT NULL,
    byyearday              TEXT NOT NULL,
    description            TEXT NOT NULL,
    opens_at               TEXT NOT NULL,
    closes_at              TEXT NOT NULL,
    schedule_link          TEXT NOT NULL,
    attending_type         TEXT NOT NULL,
    notes                  TEXT NOT NULL,
    published              BOOLEAN NOT NULL,
    dataset_id             TEXT COLLATE "C" NOT NULL,
    source_digest          TEXT COLLATE "C" NOT NULL,
    first_run_id           TEXT COLLATE "C" NOT NULL,
    absent_since           BIGINT,
    updated_at             BIGINT NOT NULL
);
CREATE INDEX schedule_service ON schedule (service_id);
CREATE INDEX schedule_location ON schedule (location_id);
CREATE INDEX schedule_at ON schedule (service_at_location_id);

-- reference
CREATE TABLE service_area (
    id                     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id             TEXT COLLATE "C" NOT NULL,
    service_at_location_id TEXT COLLATE "C" NOT NULL,
    name                   TEXT NOT NULL,
    description            TEXT NOT NULL,
    extent                 TEXT NOT NULL,
    extent_type            TEXT NOT NULL,
    uri                    TEXT NOT NULL,
    published              BOOLEAN NOT NULL,
    dataset_id             TEXT COLLATE "C" NOT NULL,
    source_digest          TEXT COLLATE "C" NOT NULL,
    first_run_id           TEXT COLLATE "C" NOT NULL,
    absent_since           BIGINT,
    updated_at             BIGINT NOT NULL
);
CREATE INDEX service_area_service ON service_area (service_id);

-- reference
CREATE TABLE language (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id    TEXT COLLATE "C" NOT NULL,
    location_id   TEXT COLLATE "C" NOT NULL,
    phone_id      TEXT COLLATE "C" NOT NULL,
    name          TEXT NOT NULL,
    code          TEXT NOT NULL,
    note          TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX language_service ON language (service_id);
CREATE INDEX language_location ON language (location_id);
CREATE INDEX language_phone ON language (phone_id);

-- reference
CREATE TABLE accessibility (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    location_id   TEXT COLLATE "C" NOT NULL,
    description   TEXT NOT NULL,
    details       TEXT NOT NULL,
    url           TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX accessibility_location ON accessibility (location_id);

-- reference
CREATE TABLE cost_option (
    id                 TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id         TEXT COLLATE "C" NOT NULL,
    valid_from         TEXT NOT NULL,
    valid_to           TEXT NOT NULL,
    option_name        TEXT NOT NULL,
    currency           TEXT NOT NULL,
    amount             DOUBLE PRECISION,
    amount_description TEXT NOT NULL,
    published          BOOLEAN NOT NULL,
    dataset_id         TEXT COLLATE "C" NOT NULL,
    source_digest      TEXT COLLATE "C" NOT NULL,
    first_run_id       TEXT COLLATE "C" NOT NULL,
    absent_since       BIGINT,
    updated_at         BIGINT NOT NULL
);
CREATE INDEX cost_option_service ON cost_option (service_id);

-- reference
CREATE TABLE funding (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL,
    service_id      TEXT COLLATE "C" NOT NULL,
    source          TEXT NOT NULL,
    published       BOOLEAN NOT NULL,
    dataset_id      TEXT COLLATE "C" NOT NULL,
    source_digest   TEXT COLLATE "C" NOT NULL,
    first_run_id    TEXT COLLATE "C" NOT NULL,
    absent_since    BIGINT,
    updated_at      BIGINT NOT NULL
);
CREATE INDEX funding_service ON funding (service_id);

-- reference
CREATE TABLE required_document (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id    TEXT COLLATE "C" NOT NULL,
    document      TEXT NOT NULL,
    uri           TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX required_document_service ON required_document (service_id);

-- reference
CREATE TABLE unit (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    scheme        TEXT NOT NULL,
    identifier    TEXT NOT NULL,
    uri           TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);

-- reference
CREATE TABLE service_capacity (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id    TEXT COLLATE "C" NOT NULL,
    unit_id       TEXT COLLATE "C" NOT NULL,
    available     DOUBLE PRECISION,
    maximum       DOUBLE PRECISION,
    description   TEXT NOT NULL,
    updated       TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX service_capacity_service ON service_capacity (service_id);

-- reference
CREATE TABLE url (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    label           TEXT NOT NULL,
    url             TEXT NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL,
    service_id      TEXT COLLATE "C" NOT NULL,
    published       BOOLEAN NOT NULL,
    dataset_id      TEXT COLLATE "C" NOT NULL,
    source_digest   TEXT COLLATE "C" NOT NULL,
    first_run_id    TEXT COLLATE "C" NOT NULL,
    absent_since    BIGINT,
    updated_at      BIGINT NOT NULL
);
CREATE INDEX url_service ON url (service_id);

-- reference
CREATE TABLE taxonomy (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    description   TEXT NOT NULL,
    uri           TEXT NOT NULL,
    version       TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);

-- reference
CREATE TABLE taxonomy_term (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code          TEXT NOT NULL,
    name          TEXT NOT NULL,
    description   TEXT NOT NULL,
    parent_id     TEXT COLLATE "C" NOT NULL,
    taxonomy      TEXT NOT NULL,
    language      TEXT NOT NULL,
    taxonomy_id   TEXT COLLATE "C" NOT NULL,
    term_uri      TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);

-- reference
CREATE TABLE attribute (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    link_id          TEXT COLLATE "C" NOT NULL,
    taxonomy_term_id TEXT COLLATE "C" NOT NULL,
    link_type        TEXT NOT NULL,
    link_entity      TEXT NOT NULL,
    value            TEXT NOT NULL,
    label            TEXT NOT NULL,
    published        BOOLEAN NOT NULL,
    dataset_id       TEXT COLLATE "C" NOT NULL,
    source_digest    TEXT COLLATE "C" NOT NULL,
    first_run_id     TEXT COLLATE "C" NOT NULL,
    absent_since     BIGINT,
    updated_at       BIGINT NOT NULL
);
CREATE INDEX attribute_link ON attribute (link_id);
CREATE INDEX attribute_term ON attribute (taxonomy_term_id);

-- reference
CREATE TABLE organization_identifier (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id   TEXT COLLATE "C" NOT NULL,
    identifier_scheme TEXT NOT NULL,
    identifier_type   TEXT NOT NULL,
    identifier        TEXT NOT NULL,
    published         BOOLEAN NOT NULL,
    dataset_id        TEXT COLLATE "C" NOT NULL,
    source_digest     TEXT COLLATE "C" NOT NULL,
    first_run_id      TEXT COLLATE "C" NOT NULL,
    absent_since      BIGINT,
    updated_at        BIGINT NOT NULL
);

-- reference
CREATE TABLE metadata (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    resource_id       TEXT COLLATE "C" NOT NULL,
    resource_type     TEXT NOT NULL,
    last_action_date  TEXT NOT NULL,
    last_action_type  TEXT NOT NULL,
    field_name        TEXT NOT NULL,
    previous_value    TEXT NOT NULL,
    replacement_value TEXT NOT NULL,
    updated_by        TEXT NOT NULL,
    published         BOOLEAN NOT NULL,
    dataset_id        TEXT COLLATE "C" NOT NULL,
    source_digest     TEXT COLLATE "C" NOT NULL,
    first_run_id      TEXT COLLATE "C" NOT NULL,
    absent_since      BIGINT,
    updated_at        BIGINT NOT NULL
);
CREATE INDEX metadata_resource ON metadata (resource_id);

-- reference
CREATE TABLE meta_table_description (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    language      TEXT NOT NULL,
    character_set TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);

-- reference
CREATE TABLE translation (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    resource_type TEXT NOT NULL,
    resource_id   TEXT COLLATE "C" NOT NULL,
    field_name    TEXT NOT NULL,
    language      TEXT NOT NULL,
    value         TEXT NOT NULL,
    origin        TEXT NOT NULL,
    verified_at   TEXT NOT NULL,
    published     BOOLEAN NOT NULL,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    source_digest TEXT COLLATE "C" NOT NULL,
    first_run_id  TEXT COLLATE "C" NOT NULL,
    absent_since  BIGINT,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX translation_resource ON translation (resource_id);

-- What a service says of itself in our own taxonomies. origin is local (said
-- here, it wins), source (an attribute of the import, named beside it) or guess
-- (read from its words; never exported).
-- reference
CREATE TABLE service_paper (
    service_id   TEXT COLLATE "C" NOT NULL,
    code         TEXT COLLATE "C" NOT NULL,
    origin       TEXT NOT NULL CHECK (origin IN ('local', 'source', 'guess')),
    value        TEXT NOT NULL,
    said_by      TEXT COLLATE "C" NOT NULL,
    said_at      BIGINT,
    attribute_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (service_id, code, origin)
);

-- reference
CREATE TABLE service_ask (
    service_id   TEXT COLLATE "C" NOT NULL,
    code         TEXT COLLATE "C" NOT NULL,
    origin       TEXT NOT NULL CHECK (origin IN ('local', 'source', 'guess')),
    value        TEXT NOT NULL,
    said_by      TEXT COLLATE "C" NOT NULL,
    said_at      BIGINT,
    attribute_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (service_id, code, origin)
);

-- reference
CREATE TABLE service_need (
    service_id   TEXT COLLATE "C" NOT NULL,
    code         TEXT COLLATE "C" NOT NULL,
    origin       TEXT NOT NULL CHECK (origin IN ('local', 'source', 'guess')),
    value        TEXT NOT NULL,
    said_by      TEXT COLLATE "C" NOT NULL,
    said_at      BIGINT,
    attribute_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (service_id, code, origin)
);

-- reference
CREATE TABLE service_population (
    service_id   TEXT COLLATE "C" NOT NULL,
    code         TEXT COLLATE "C" NOT NULL,
    origin       TEXT NOT NULL CHECK (origin IN ('local', 'source', 'guess')),
    value        TEXT NOT NULL,
    said_by      TEXT COLLATE "C" NOT NULL,
    said_at      BIGINT,
    attribute_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (service_id, code, origin)
);

-- reference
CREATE TABLE service_mark (
    service_id   TEXT COLLATE "C" NOT NULL,
    code         TEXT COLLATE "C" NOT NULL,
    origin       TEXT NOT NULL CHECK (origin IN ('local', 'source', 'guess')),
    value        TEXT NOT NULL,
    said_by      TEXT COLLATE "C" NOT NULL,
    said_at      BIGINT,
    attribute_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (service_id, code, origin)
);

-- reference
CREATE TABLE service_state (
    service_id   TEXT COLLATE "C" NOT NULL,
    code         TEXT COLLATE "C" NOT NULL,
    origin       TEXT NOT NULL CHECK (origin IN ('local', 'source', 'guess')),
    value        TEXT NOT NULL,
    said_by      TEXT COLLATE "C" NOT NULL,
    said_at      BIGINT,
    attribute_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (service_id, code, origin)
);

-- A place whose address is given by telephone only. Set here, never by an
-- import, and looked at by every answer and every export.

-- reference
CREATE TABLE hidden_address (
    location_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    org_id      TEXT COLLATE "C" NOT NULL,
    at          BIGINT NOT NULL
);

-- reference
CREATE TABLE service_confirmation (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id TEXT COLLATE "C" NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    org_name   TEXT NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX service_confirmation_service ON service_confirmation (service_id, at);

-- A field corrected here. The value of the source is kept beside it, and an
-- import never takes the local one away.

-- reference
CREATE TABLE correction (
    resource_type TEXT COLLATE "C" NOT NULL,
    resource_id   TEXT COLLATE "C" NOT NULL,
    field_name    TEXT COLLATE "C" NOT NULL,
    local_value   TEXT NOT NULL,
    source_value  TEXT NOT NULL,
    org_id        TEXT COLLATE "C" NOT NULL,
    at            BIGINT NOT NULL,
    PRIMARY KEY (resource_type, resource_id, field_name)
);

-- Somebody found a door closed. About a service, never about a person.

-- regional
CREATE TABLE closed_door (
    region_id  TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    service_id TEXT COLLATE "C" NOT NULL,
    reason     TEXT NOT NULL CHECK (reason IN ('full', 'not_eligible', 'paper_refused', 'language', 'closed_hours', 'other')),
    words      TEXT NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX closed_door_service ON closed_door (region_id, service_id, at);

-- reference
CREATE TABLE dataset (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name        TEXT COLLATE "C" NOT NULL,
    language    TEXT NOT NULL,
    version     TEXT NOT NULL,
    last_run_id TEXT COLLATE "C" NOT NULL,
    at          BIGINT NOT NULL
);
CREATE UNIQUE INDEX dataset_name ON dataset (name);

-- Each row of each source as it came: nothing imported is lost.

-- reference
CREATE TABLE source_record (
    dataset_id   TEXT COLLATE "C" NOT NULL,
    file         TEXT COLLATE "C" NOT NULL,
    sha256       TEXT COLLATE "C" NOT NULL,
    copy_rank    BIGINT NOT NULL,
    row_no       BIGINT NOT NULL,
    header       BOOLEAN NOT NULL,
    raw          TEXT NOT NULL,
    cells        TEXT NOT NULL,
    first_run_id TEXT COLLATE "C" NOT NULL,
    absent_since BIGINT,
    PRIMARY KEY (dataset_id, file, sha256, copy_rank)
);

-- reference
CREATE TABLE import_run (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    dataset_id    TEXT COLLATE "C" NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('done', 'undone')),
    actor_kind    TEXT NOT NULL,
    org_id        TEXT COLLATE "C" NOT NULL,
    worker_id     TEXT COLLATE "C" NOT NULL,
    at            BIGINT NOT NULL,
    undone_at     BIGINT,
    before_run_id TEXT COLLATE "C" NOT NULL,
    digest        TEXT COLLATE "C" NOT NULL,
    counts        TEXT NOT NULL,
    ledger        TEXT NOT NULL
);
CREATE INDEX import_run_dataset ON import_run (dataset_id, at);

-- reference
CREATE TABLE import_issue (
    run_id      TEXT COLLATE "C" NOT NULL,
    no          BIGINT NOT NULL,
    file        TEXT COLLATE "C" NOT NULL,
    row_no      BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    value       TEXT NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (run_id, no)
);
CREATE INDEX import_issue_reason ON import_issue (run_id, reason, no);

-- What a row was before a run changed it, for undo.

-- reference
CREATE TABLE import_change (
    run_id        TEXT COLLATE "C" NOT NULL,
    no            BIGINT NOT NULL,
    resource_type TEXT COLLATE "C" NOT NULL,
    resource_id   TEXT COLLATE "C" NOT NULL,
    before        TEXT NOT NULL,
    PRIMARY KEY (run_id, no)
);
