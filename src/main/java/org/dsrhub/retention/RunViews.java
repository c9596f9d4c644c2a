package org.dsrhub.retention;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.security.Caller;
import org.dsrhub.security.NotThere;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * Shows runs to those who may enter their tenant.
 */
@Component
public class RunViews {

	private static final int DEFERRED = 20;

	private static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

	private final Runs runs;

	private final Items items;

	private final Tenants tenants;

	RunViews(Runs runs, Items items, Tenants tenants) {
		this.runs = runs;
		this.items = items;
		this.tenants = tenants;
	}

	/**
	 * A run and what became of the things on its list.
	 * @throws NotThere if there is none, or it is of a tenant that the caller may not
	 * enter
	 */
	public RunView show(String id, Caller caller) {
		RunRow run = visible(id, caller);
		List<ItemView> deferred = this.items.after(run.id(), Removal.State.DEFERRED, 0, DEFERRED)
			.stream()
			.map(ItemView::of)
			.toList();
		return RunView.of(run, this.tenants.find(run.tenant()), this.items.counts(run.id()), deferred);
	}

	/**
	 * Things on a run's list, after the one with this number.
	 * @param state those in one state only, or null
	 * @throws NotThere as {@link #show}
	 */
	public List<ItemView> items(String id, Removal.State state, long after, int limit, Caller caller) {
		UUID run = visible(id, caller).id();
		return ((state != null) ? this.items.after(run, state, after, limit) : this.items.after(run, after, limit))
			.stream()
			.map(ItemView::of)
			.toList();
	}

	/**
	 * The runs of a tenant, the newest first.
	 * @param after the id of the last one on the page before, or null
	 * @throws NotThere if the caller may not enter the tenant, or the id is none of its
	 * runs
	 */
	public List<RunView> list(String tenant, String after, int limit, Caller caller) {
		if (!caller.mayEnter(tenant)) {
			throw new NotThere("no such tenant");
		}
		RunRow before = (after != null) ? visible(after, caller) : null;
		return this.runs.page(tenant, before, limit)
			.stream()
			.map((run) -> RunView.of(run, this.tenants.find(tenant), Map.of(), List.of()))
			.toList();
	}

	private RunRow visible(String id, Caller caller) {
		return Optional.ofNullable(id)
			.filter((text) -> text.matches(UUID_TEXT))
			.map(UUID::fromString)
			.flatMap(this.runs::find)
			.filter((run) -> caller.mayEnter(run.tenant()))
			.orElseThrow(NotThere::new);
	}

}
