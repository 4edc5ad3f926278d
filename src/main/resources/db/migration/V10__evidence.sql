-- What a kept reading rests on: the model's file, the code that ran, and what the score was worth as evidence.
alter table readings
  add column llr         real,
  add column model_hash  text,
  add column build       text;

-- What calibrated evidence said beside the reference's score.
alter table trust_logs
  add column llr               real,
  add column calibrated_score  smallint check (calibrated_score between 0 and 100),
  add column kind              text check (kind in ('score', 'probability'));
