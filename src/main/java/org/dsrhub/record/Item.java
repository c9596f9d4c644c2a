package org.dsrhub.record;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.subject.Mention;

/**
 * A node of a record and what was read in it.
 */
final class Item {

	private final JsonNode json;

	private final Item parent;

	private final FieldName field;

	private final boolean element;

	private final boolean cell;

	private final List<Item> children = new ArrayList<>(0);

	private final Signs signs = new Signs();

	private final Signs scope = new Signs();

	private List<Mention> mentions = List.of();

	private Person person = Person.NOBODY;

	private String name;

	private boolean namedAfterOther;

	private boolean subjectField;

	Item(JsonNode json, Item parent, FieldName field, boolean element, boolean cell) {
		this.json = json;
		this.parent = parent;
		this.field = field;
		this.element = element;
		this.cell = cell;
	}

	JsonNode json() {
		return this.json;
	}

	Item parent() {
		return this.parent;
	}

	/** Its property's name; a list element has its list's, a table cell its column's. */
	FieldName field() {
		return this.field;
	}

	/** Whether it stands in a list, where it has no name of its own. */
	boolean element() {
		return this.element;
	}

	/** Whether its place in the list means something, so that it must stay. */
	boolean cell() {
		return this.cell;
	}

	List<Item> children() {
		return this.children;
	}

	/** Whom it is about, with everything below. */
	Signs signs() {
		return this.signs;
	}

	/** Whom its person fields name, its own and those of plain objects below. */
	Signs scope() {
		return this.scope;
	}

	List<Mention> mentions() {
		return this.mentions;
	}

	Person person() {
		return this.person;
	}

	String name() {
		return this.name;
	}

	/** Whether its property's name holds an identifier of somebody else's. */
	boolean namedAfterOther() {
		return this.namedAfterOther;
	}

	boolean subjectField() {
		return this.subjectField;
	}

	String text() {
		return this.json.asText();
	}

	void property(String propertyName, boolean other) {
		this.name = propertyName;
		this.namedAfterOther = other;
	}

	void found(List<Mention> found, Person named) {
		this.mentions = found;
		this.person = named;
	}

	void asSubjectField() {
		this.subjectField = true;
	}

	void add(Item child) {
		this.children.add(child);
		this.signs.add(child.signs);
		if (!child.element || !child.json.isContainerNode()) {
			this.scope.add(child.scope);
		}
	}

}
