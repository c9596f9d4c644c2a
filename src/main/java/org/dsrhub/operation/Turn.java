package org.dsrhub.operation;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.dsrhub.operation.ExportStorage.Place;

/**
 * What a node does next about an operation: a call, or the reading of its result, or
 * nothing for now.
 */
public final class Turn {

	private final Kind kind;

	private final Course course;

	private final URI callback;

	private final Place place;

	private Turn(Kind kind, Course course, URI callback, Place place) {
		this.kind = kind;
		this.course = course;
		this.callback = callback;
		this.place = place;
	}

	enum Kind {

		START, POLL, COLLECT, READ, REST

	}

	static Turn start(Course course, URI callback) {
		return new Turn(Kind.START, course, callback, null);
	}

	static Turn of(Kind kind, Course course) {
		return new Turn(kind, course, null, null);
	}

	Turn at(Place where) {
		return new Turn(this.kind, this.course, this.callback, where);
	}

	/**
	 * Whether the service is to be called.
	 */
	public boolean isCall() {
		return isStart() || isPoll();
	}

	/**
	 * Whether it is told to begin.
	 */
	public boolean isStart() {
		return this.kind == Kind.START;
	}

	boolean isPoll() {
		return this.kind == Kind.POLL;
	}

	/**
	 * Whether the result can be read.
	 */
	public boolean isCollect() {
		return this.kind == Kind.COLLECT;
	}

	boolean isRead() {
		return this.kind == Kind.READ;
	}

	/**
	 * Where the operation is asked for, as the service said; null before it has.
	 */
	public String address() {
		return this.course.address();
	}

	/**
	 * What placeholders stand for: {@code operation}, while it begins {@code callback}
	 * and {@code storage}, and after it {@code container}.
	 */
	public Map<String, String> values() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("operation", this.course.id());
		if (this.callback != null) {
			values.put("callback", this.callback.toString());
		}
		if (this.place != null) {
			values.put("storage", this.place.address().toString());
		}
		if (isCollect() && this.course.container() != null) {
			values.put("container", this.course.container());
		}
		return values;
	}

	Course course() {
		return this.course;
	}

	Place place() {
		return this.place;
	}

	@Override
	public String toString() {
		return "Turn[" + this.kind + "]";
	}

}
