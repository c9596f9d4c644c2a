package org.dsrhub.task;

import java.io.IOException;

import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Work;
import org.dsrhub.source.Source;
import org.dsrhub.tenant.Tenant;

/**
 * One node's work on a claimed task.
 */
public abstract sealed class TaskWork permits Collection, Fulfilment {

	private final Work work;

	private final TaskRow task;

	private final RequestRow request;

	private final Tenant tenant;

	private final FrozenPlan plan;

	private boolean renewed;

	TaskWork(Work work, TaskRow task, RequestRow request, Tenant tenant, FrozenPlan plan) {
		this.work = work;
		this.task = task;
		this.request = request;
		this.tenant = tenant;
		this.plan = plan;
	}

	public Work work() {
		return this.work;
	}

	public TaskRow task() {
		return this.task;
	}

	public RequestRow request() {
		return this.request;
	}

	public Tenant tenant() {
		return this.tenant;
	}

	FrozenPlan plan() {
		return this.plan;
	}

	public Source source() {
		return this.plan.source();
	}

	/**
	 * The version of the API that is read; null where nothing is.
	 */
	public abstract String apiVersion();

	/**
	 * Whether this is the first time that the service refuses the token, which may just
	 * have been withdrawn; from now on it is not.
	 */
	public boolean renew() {
		boolean first = !this.renewed;
		this.renewed = true;
		return first;
	}

	/**
	 * The service has taken the token: another one may be withdrawn.
	 */
	void accepted() {
		this.renewed = false;
	}

	abstract void close() throws IOException;

}
