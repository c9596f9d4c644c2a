package org.dsrhub.record;

/**
 * Whom a part of a record is about.
 */
final class Signs {

	/** A strong identifier of the subject's. */
	private boolean subject;

	/** A strong identifier of somebody else's. */
	private boolean other;

	/** A person field with the subject's name, which proves nothing. */
	private boolean name;

	/** A person field with anything else. */
	private boolean otherPerson;

	void add(Signs more) {
		this.subject |= more.subject;
		this.other |= more.other;
		this.name |= more.name;
		this.otherPerson |= more.otherPerson;
	}

	void strong(Whose whose) {
		this.subject |= whose == Whose.SUBJECT;
		this.other |= whose == Whose.OTHER;
	}

	void person(Person.Part part) {
		this.subject |= part == Person.Part.IDENTIFIER;
		this.name |= part == Person.Part.NAME;
		this.otherPerson |= part == Person.Part.OTHER;
	}

	boolean subject() {
		return this.subject;
	}

	boolean others() {
		return this.other || this.otherPerson;
	}

	boolean any() {
		return this.subject || this.name || others();
	}

	/** A namesake's name beside their own identifier does not make it the subject's. */
	boolean onlyOthers() {
		return others() && !this.subject && (this.other || !this.name);
	}

}
