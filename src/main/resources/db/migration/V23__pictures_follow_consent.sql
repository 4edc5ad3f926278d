-- Pictures stand on the consent to analysis: with it go the consent to them and they themselves, whoever wrote that.
create function pictures_follow_consent() returns trigger language plpgsql as $$
begin
  update picture_consents set withdrawn_at = now() where participant_id = new.participant_id and withdrawn_at is null;
  delete from alert_pictures where participant_id = new.participant_id;
  return new;
end $$;
create trigger pictures_follow_consent after update of withdrawn_at on consents
  for each row when (old.withdrawn_at is null and new.withdrawn_at is not null)
  execute function pictures_follow_consent();
