package org.dsrhub.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.Work;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of tasks, as they are read.
 */
@Component
public class Tasks {

	private final JdbcClient jdbc;

	private final TaskJson json;

	private final FrozenPlans plans;

	Tasks(JdbcClient jdbc, TaskJson json, FrozenPlans plans) {
		this.jdbc = jdbc;
		this.json = json;
		this.plans = plans;
	}

	public TaskRow get(UUID id) {
		return planned(this.jdbc.sql("select * from task where id = ?").param(id).query(this::row).single());
	}

	/**
	 * The task that this node claimed.
	 * @throws LeaseLost if the claim no longer holds
	 */
	public TaskRow claimed(Work work) {
		return this.jdbc.sql("select * from task where id = ? and lease = ?")
			.params(work.id(), work.lease())
			.query(this::row)
			.optional()
			.map(this::planned)
			.orElseThrow(() -> new LeaseLost("task=" + work.id()));
	}

	/**
	 * The tasks of a request, in the order of the plan.
	 */
	public List<TaskRow> of(UUID request) {
		return this.jdbc.sql("select * from task where request = ? order by source")
			.param(request)
			.query(this::row)
			.list()
			.stream()
			.map(this::planned)
			.toList();
	}

	/**
	 * Fails if a write that named the claim met no row.
	 * @throws LeaseLost if the claim no longer holds
	 */
	static void held(Work work, int rows) {
		if (rows == 0) {
			throw new LeaseLost("task=" + work.id());
		}
	}

	/**
	 * Adds the plan only after the rows were read: until then they hold a connection, and
	 * a plan that is not known yet takes one.
	 */
	private TaskRow planned(Unplanned read) {
		return (read.plan() != null) ? read.task().goingBy(this.plans.get(read.plan())) : read.task();
	}

	private Unplanned row(ResultSet row, int number) throws SQLException {
		String outcome = row.getString("outcome");
		String progress = row.getString("progress");
		String changing = row.getString("change");
		TaskRow task = new TaskRow(row.getObject("id", UUID.class), row.getObject("request", UUID.class),
				row.getString("source"), TaskState.of(row.getString("state")),
				(outcome != null) ? Outcome.of(outcome) : null, row.getString("reason"), row.getString("rule"),
				row.getInt("attempts"), row.getInt("failures"),
				(progress != null) ? this.json.read(progress, Progress.class) : Progress.start(),
				row.getString("api_version"), Timestamps.read(row, "retained_until"),
				Timestamps.read(row, "started_at"), Timestamps.read(row, "ended_at"), null,
				Phase.of(row.getString("phase")), (changing != null) ? this.json.read(changing, Changing.class) : null,
				row.getObject("packaged", Integer.class), Timestamps.read(row, "due"));
		return new Unplanned(task, row.getString("plan"));
	}

	private record Unplanned(TaskRow task, String plan) {
	}

}
