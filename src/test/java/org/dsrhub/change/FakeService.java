package org.dsrhub.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.change.Call.Method;
import org.dsrhub.change.Step.Effect;
import org.dsrhub.change.Step.NotEffective;
import org.dsrhub.change.Step.Note;
import org.dsrhub.change.Step.Read;

/**
 * A service that holds items by their paths, does what it is told and writes down each
 * effect; and a node that can be killed at any step of a change.
 */
final class FakeService {

	final Map<String, JsonNode> items = new LinkedHashMap<>();

	final List<String> effects = new ArrayList<>();

	final List<JsonNode> sealed = new ArrayList<>();

	/** Says yes, and does nothing. */
	boolean lies;

	/** What is deleted is not seen among the deleted items. */
	boolean late;

	Instant now = Instant.parse("2026-03-02T10:00:00Z");

	/** What was written down last. */
	private Notes notes = Notes.none();

	/**
	 * Changes an item.
	 * @param killedAt the node dies after this many steps, before or after a call; below
	 * 0 for never
	 * @return the last step: an end, a wait, attention, or that nothing changed
	 */
	Step run(Procedure procedure, int killedAt) {
		int step = 0;
		Situation situation = new Situation(this.notes, this.now);
		while (true) {
			Step next = procedure.next(situation);
			if (next instanceof Read read) {
				situation.read(read.call(), get(read.call().path()));
			}
			else if (next instanceof Note note) {
				situation.note(note.name(), note.value());
				this.notes = situation.notes();
			}
			else if (next instanceof Effect effect) {
				situation.begin(effect.name());
				this.notes = situation.notes();
				if (effect.before() != null) {
					this.sealed.add(effect.before());
				}
				if (step++ == killedAt) {
					situation = new Situation(this.notes, this.now);
					continue;
				}
				int status = call(effect);
				if (step++ == killedAt) {
					situation = new Situation(this.notes, this.now);
					continue;
				}
				situation.done(effect.name(), status);
				this.notes = situation.notes();
			}
			else {
				return next;
			}
			if (step++ == killedAt) {
				situation = new Situation(this.notes, this.now);
			}
		}
	}

	private Answer get(String path) {
		String item = path.replaceAll("\\?.*", "");
		if (!this.items.containsKey(item) || (this.late && item.startsWith("/directory/"))) {
			return new Answer(404, null);
		}
		ObjectNode answer = this.items.get(item).deepCopy();
		if (path.startsWith("/users/") && !path.contains("onPremisesSyncEnabled")) {
			// As Graph, which tells of it only when it is asked.
			answer.remove("onPremisesSyncEnabled");
		}
		return new Answer(200, answer);
	}

	private int call(Effect effect) {
		String path = effect.call().path();
		if (this.lies) {
			return 204;
		}
		Method method = effect.call().method();
		boolean there = this.items.containsKey(path);
		this.effects.add(effect.name());
		if (method == Method.DELETE) {
			JsonNode gone = this.items.remove(path);
			if (path.startsWith("/users/")) {
				this.items.put(path.replace("/users/", "/directory/deletedItems/"), gone);
			}
			return there ? 200 : 204;
		}
		if (method == Method.PUT) {
			this.items.put(path, effect.call().body());
		}
		else if (method == Method.PATCH) {
			((ObjectNode) this.items.get(path)).setAll((ObjectNode) effect.call().body());
		}
		else if (path.endsWith("/assignLicense")) {
			licences((ObjectNode) this.items.get(path.replace("/assignLicense", "")), effect.call().body());
		}
		else {
			((ObjectNode) this.items.get(path.replace("/revokeSignInSessions", "")))
				.put("signInSessionsValidFromDateTime", this.now.toString());
		}
		return 200;
	}

	private static void licences(ObjectNode user, JsonNode change) {
		List<JsonNode> left = new ArrayList<>();
		user.path("assignedLicenses").forEach((licence) -> {
			boolean removed = false;
			for (JsonNode one : change.path("removeLicenses")) {
				removed |= one.equals(licence.path("skuId"));
			}
			if (!removed) {
				left.add(licence);
			}
		});
		change.path("addLicenses").forEach(left::add);
		user.putArray("assignedLicenses").addAll(left);
	}

	boolean ended(Step step, Step.End.Kind kind) {
		return step instanceof Step.End end && end.kind() == kind;
	}

	boolean vain(Step step) {
		return step instanceof NotEffective;
	}

}
