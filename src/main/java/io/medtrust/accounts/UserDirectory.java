package io.medtrust.accounts;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Lists of accounts. Deleted ones are in none. */
public final class UserDirectory {
  /**
   * What to list; null is no restriction.
   *
   * @param status as {@link User#status}
   * @param text part of the name or e-mail address, in any case
   * @param department doctors only
   * @param verified doctors whose approval stands, or not
   */
  public record Filter(
      String role, String status, String ward, String text, String department, Boolean verified) {
    public static final Filter NONE = new Filter(null, null, null, null, null, null);

    public static Filter ofRole(String role) {
      return new Filter(role, null, null, null, null, null);
    }
  }

  /**
   * @param total of the filter, whatever the page
   */
  public record Page(List<User> users, long total) {}

  private static final String WHERE =
      """
       from users where inactive_reason is distinct from 'deleted'
        and ($1::text is null or role = $1)
        and ($2::text is null or case when is_active then 'active'
             else coalesce(inactive_reason, 'inactive') end = $2)
        and ($3::uuid is null or ward_id = $3)
        and ($4::text is null or name ilike $4 or email ilike $4)
        and ($5::text is null or exists (select 1 from doctor_profiles f
             where f.user_id = users.id and f.department = $5))
        and ($6::boolean is null or (enrollment_status = 'approved') = $6)
      """;

  private final Pool pool;

  UserDirectory(Pool pool) {
    this.pool = pool;
  }

  /**
   * @param page from 1
   */
  public Future<Page> page(Filter filter, int page, int limit) {
    return pool.preparedQuery("select count(*) as n" + WHERE)
        .execute(tuple(filter))
        .compose(
            counted -> {
              long total = counted.iterator().next().getLong("n");
              return pool.preparedQuery(
                      "select "
                          + User.COLUMNS
                          + WHERE
                          + " order by created_at desc, id limit $7 offset $8")
                  .execute(tuple(filter).addValue(limit).addValue((page - 1L) * limit))
                  .map(
                      rows -> {
                        var users = new ArrayList<User>(rows.size());
                        for (var row : rows) users.add(User.of(row));
                        return new Page(users, total);
                      });
            });
  }

  private static Tuple tuple(Filter f) {
    return Tuple.of(
        f.role,
        f.status,
        f.ward == null ? null : UUID.fromString(f.ward),
        f.text == null ? null : "%" + f.text.replaceAll("([\\\\%_])", "\\\\$1") + "%",
        f.department,
        f.verified);
  }
}
