package org.dsrhub.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is known in the middle of a change: what was written down before, and what was
 * read since the last effect.
 */
public final class Situation {

	private final Map<String, List<Answer>> answers = new TreeMap<>();

	private final Set<String> effects = new HashSet<>();

	private final Instant now;

	private Notes notes;

	/**
	 * At the beginning, or after an interruption.
	 * @param now the time, which does not go on meanwhile
	 */
	public Situation(Notes notes, Instant now) {
		this.notes = notes;
		this.now = now;
	}

	public Notes notes() {
		return this.notes;
	}

	Instant now() {
		return this.now;
	}

	/**
	 * What was last read at a path since the last effect.
	 */
	Optional<Answer> answer(String path) {
		List<Answer> read = this.answers.getOrDefault(path, List.of());
		return read.isEmpty() ? Optional.empty() : Optional.of(read.get(read.size() - 1));
	}

	/**
	 * Whether the last two readings of a path say the same: services without ETags leave
	 * nothing else by which to notice that somebody is changing it, too.
	 */
	boolean settled(String path) {
		List<Answer> read = this.answers.getOrDefault(path, List.of());
		return read.size() > 1 && read.get(read.size() - 1).equals(read.get(read.size() - 2));
	}

	/**
	 * What comes next where something is not as it should be: the effect that makes it so
	 * or, if it was just called, that it did nothing.
	 * @param before what it changes, to be sealed; null if that was sealed before
	 */
	Step effect(String name, Call call, JsonNode before) {
		return justDone(name) ? new Step.NotEffective(name) : new Step.Effect(name, call, before);
	}

	/**
	 * Whether this effect was called without an interruption since.
	 */
	boolean justDone(String effect) {
		return this.effects.contains(effect);
	}

	/**
	 * Takes the answer to a reading.
	 */
	public void read(Call call, Answer answer) {
		this.answers.computeIfAbsent(call.path(), (path) -> new ArrayList<>()).add(answer);
	}

	/**
	 * What was read no longer counts, since time has passed.
	 * @return whether there was anything
	 */
	public boolean forget() {
		boolean known = !this.answers.isEmpty();
		this.answers.clear();
		return known;
	}

	/**
	 * An effect is about to be called.
	 */
	public void begin(String effect) {
		this.notes = this.notes.beginning(effect, this.now.toString());
	}

	/**
	 * Takes the answer to an effect: what was read before no longer counts.
	 */
	public void done(String effect, int status) {
		this.notes = this.notes.answered(effect, status);
		this.effects.add(effect);
		this.answers.clear();
	}

	public void note(String name, String value) {
		this.notes = this.notes.with(name, value);
	}

}
