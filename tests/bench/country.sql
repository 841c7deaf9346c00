-- The rows of a country, each from its number; :organisations, :persons, :groups and :at are given, dice(n, salt,
-- sides) is a whole number from 0 on without a pattern, always the same for the same three.
-- A group is 35 people who follow each other in the list, and organisations that do are neighbours on the map.

CREATE TEMP TABLE number AS
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < max(:persons, :groups * 6))
SELECT n FROM counted;

CREATE TEMP TABLE place AS
WITH listed AS (SELECT id, province_id, row_number() OVER (ORDER BY code) AS n FROM commune)
SELECT number.n, listed.id AS commune_id, listed.province_id FROM number
JOIN listed ON listed.n = (number.n - 1) * (SELECT count(*) FROM commune) / :organisations + 1
WHERE number.n <= :organisations;

CREATE UNIQUE INDEX place_n ON place (n);

INSERT INTO organisation (id, created_at, updated_at, version, kind, name_ar, name_latin, search, sector_id,
  commune_id, province_id)
SELECT n, :at, :at, 1,
  CASE WHEN dice(n, 1, 10) < 8 THEN 'cooperative' WHEN dice(n, 1, 10) = 8 THEN 'gie' ELSE 'individual_project' END,
  'تعاونية ' || n, 'Coopérative ' || n, 'تعاونيه ' || n || ' | cooperative ' || n,
  1 + dice(n, 2, (SELECT count(*) FROM sector)), commune_id, province_id
FROM place;

INSERT INTO participation (created_at, updated_at, version, organisation_id, phase_id, since, state)
SELECT :at, :at, 1, n, 1, '2025-10-01', CASE WHEN dice(n, 3, 20) = 0 THEN 'invited' ELSE 'enrolled' END FROM place;

INSERT INTO organisation_figures (created_at, updated_at, version, organisation_id, as_of, members, women, youth)
SELECT :at, :at, 1, n, '2025-10-01', 10 + dice(n, 4, 30), dice(n, 5, 11), dice(n, 6, 11) FROM place;

INSERT INTO person (id, created_at, updated_at, version, name_ar, name_latin, search, sex, birth_year, phone,
  consent_data, consent_photo, consent_way, consent_photo_way, identified)
SELECT n, :at, :at, 1, 'شخص ' || n, 'Personne ' || n, 'شخص ' || n || ' | personne ' || n,
  CASE WHEN dice(n, 7, 50) = 0 THEN 'unknown' WHEN dice(n, 8, 10) < 6 THEN 'f' ELSE 'm' END,
  CASE WHEN dice(n, 9, 20) > 0 THEN 1955 + dice(n, 10, 52) END,
  CASE WHEN dice(n, 11, 5) > 0 THEN '+212600' || printf('%06d', n) END,
  1, 0, 'paper', 'paper', dice(n, 12, 200) > 0
FROM number WHERE n <= :persons;

INSERT INTO membership (created_at, updated_at, version, role, person_id, organisation_id)
SELECT :at, :at, 1, 'member', n, (n - 1) * :organisations / :persons + 1 FROM number WHERE n <= :persons;

INSERT INTO training_group (id, created_at, updated_at, version, phase_id, commune_id, label)
SELECT number.n, :at, :at, 1, 1, commune_id, 'G ' || number.n
FROM number JOIN place ON place.n = (number.n - 1) * 35 * :organisations / :persons + 1 WHERE number.n <= :groups;

INSERT INTO enrolment (created_at, updated_at, version, person_id, group_id, phase_id, enrolled_on, withdrawn_on)
SELECT :at, :at, 1, n, (n - 1) / 35 + 1, 1, '2025-10-01', CASE WHEN dice(n, 13, 60) = 0 THEN '2026-01-15' END
FROM number WHERE n <= :persons;

-- Five sittings are over for every group; the sixth is over for one group of sixteen, cancelled for another.
INSERT INTO training_session (id, created_at, updated_at, version, phase_id, module_id, group_id, commune_id,
  province_id, held_on, starts_at, ends_at, zone, hours, capacity, counts_as_training, state)
SELECT number.n, :at, :at, 1, 1, 1 + (number.n - 1) % 6 % (SELECT count(*) FROM module), made.id, made.commune_id,
  commune.province_id, date('2025-10-06', '+' || (dice(made.id, 14, 200) + (number.n - 1) % 6 * 20) || ' days'),
  '09:00:00.000000', '12:00:00.000000', 'Africa/Casablanca', 3.0, 40, 1,
  CASE WHEN (number.n - 1) % 6 < 5 THEN 'closed' WHEN made.id % 16 = 0 THEN 'held'
       WHEN made.id % 16 = 1 THEN 'cancelled' ELSE 'planned' END
FROM number JOIN training_group made ON made.id = (number.n - 1) / 6 + 1
JOIN commune ON commune.id = made.commune_id WHERE number.n <= :groups * 6;

INSERT INTO registration (created_at, updated_at, version, session_id, person_id, organisation_id, row_number)
SELECT :at, :at, 1, sitting.id, person.id, (person.id - 1) * :organisations / :persons + 1, (person.id - 1) % 35 + 1
FROM training_session sitting
JOIN person ON person.id BETWEEN (sitting.group_id - 1) * 35 + 1 AND sitting.group_id * 35
WHERE sitting.state IN ('held', 'closed') ORDER BY sitting.id, person.id;

INSERT INTO attendance (created_at, updated_at, version, registration_id, way, marked_at, status_id)
SELECT :at, :at, 1, id, 'paper', :at, CASE WHEN dice(id, 15, 20) < 15 THEN present.status_id
    WHEN dice(id, 15, 20) = 15 THEN late.status_id WHEN dice(id, 15, 20) = 16 THEN excused.status_id
    ELSE absent.status_id END
FROM registration
JOIN (SELECT id AS status_id FROM attendance_status WHERE code = 'present') present
JOIN (SELECT id AS status_id FROM attendance_status WHERE code = 'late') late
JOIN (SELECT id AS status_id FROM attendance_status WHERE code = 'excused') excused
JOIN (SELECT id AS status_id FROM attendance_status WHERE code = 'absent') absent;

INSERT INTO sign_in_sheet (created_at, updated_at, version, session_id, state)
SELECT :at, :at, 1, id, CASE WHEN dice(id, 16, 3) > 0 THEN 'verified' ELSE 'submitted' END
FROM training_session WHERE state = 'closed';

INSERT INTO trainer (created_at, updated_at, version, name_latin, search, side, active)
SELECT :at, :at, 1, 'Formateur ' || n, 'formateur ' || n,
  CASE WHEN n % 3 = 0 THEN 'external' ELSE 'sponsor' END, 1
FROM number WHERE n <= 1 + :groups / 25;

INSERT INTO session_trainer (created_at, updated_at, version, session_id, trainer_id, role, preparation, delivery,
  travel)
SELECT :at, :at, 1, id, 1 + group_id % (SELECT count(*) FROM trainer), 'lead', 1.0, hours, 0.5
FROM training_session WHERE state IN ('held', 'closed');

INSERT INTO satisfaction (created_at, updated_at, version, session_id, way, answered, understood_good,
  understood_fair, understood_poor, useful_good, useful_fair, useful_poor, trainer_good, trainer_fair, trainer_poor)
SELECT :at, :at, 1, id, 'paper', 12, 8, 3, 1, 7, 4, 1, 9, 2, 1 FROM training_session
WHERE state = 'closed' AND dice(id, 17, 4) > 0;

-- Three mentions an organisation, eight to an obstacle.
INSERT INTO obstacle (id, created_at, updated_at, version, category_id, scope, severity, raised_on, province_id, state)
SELECT number.n, :at, :at, 1, 1 + dice(number.n, 18, (SELECT count(*) FROM obstacle_category)), 'province', 'high',
  '2025-11-03', place.province_id, 'raised'
FROM number JOIN place ON place.n = (number.n - 1) * :organisations / (:organisations * 3 / 8) + 1
WHERE number.n <= :organisations * 3 / 8;

INSERT INTO mention (created_at, updated_at, version, obstacle_id, organisation_id, commune_id, province_id, words,
  mentioned_on, source)
SELECT :at, :at, 1, number.n % (:organisations * 3 / 8) + 1, place.n, place.commune_id, place.province_id,
  'Phrase ' || number.n, date('2025-11-03', '+' || dice(number.n, 19, 300) || ' days'), 'field'
FROM number JOIN place ON place.n = (number.n - 1) / 3 + 1 WHERE number.n <= :organisations * 3;
