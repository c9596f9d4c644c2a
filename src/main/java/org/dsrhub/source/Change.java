package org.dsrhub.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a source is changed for a right, or why it is not: one key of its file.
 *
 * @param refused the rule by which it is refused to everybody, or null
 * @param retained the rule, with its legal basis, by which the service keeps what it has;
 * null where it can be changed
 * @param keptFor how long it keeps it, from the day it is found; null where nobody can
 * say
 * @param option the request's option without which nothing is changed and what is found
 * is retained; null where none is needed
 * @param manual what a person is to do where the hub cannot; null where it can
 * @param beside what a person is to do beside what the hub does, or null
 * @param procedure what is done to each record
 * @param kamelet by which each call of it is made
 * @param parameters of the Kamelet
 * @param people fields that list people, as texts with semicolons or as arrays of texts
 * @param elements a field that lists objects about one person each, or null
 * @param person the field of such an object that names the person
 * @param phones fields with one phone number
 * @param fields for rectify: what may be corrected, by the name that corrections have,
 * and the record's fields that hold it
 * @param readOnly for rectify: what cannot be corrected, and by which rule
 */
public record Change(String refused, String retained, java.time.Period keptFor, String option, String manual,
		Beside beside, Procedure procedure, String kamelet, Map<String, String> parameters, List<String> people,
		String elements, String person, List<String> phones, Map<String, List<String>> fields,
		Map<String, String> readOnly) {

	public Change {
		parameters = (parameters != null) ? Map.copyOf(parameters) : Map.of();
		people = (people != null) ? List.copyOf(people) : List.of();
		phones = (phones != null) ? List.copyOf(phones) : List.of();
		fields = (fields != null) ? Map.copyOf(fields) : Map.of();
		readOnly = (readOnly != null) ? Map.copyOf(readOnly) : Map.of();
	}

	/**
	 * Whether anything is ever changed here.
	 */
	public boolean possible() {
		return this.procedure != null;
	}

	Change withApiVersion(String version) {
		return with(action().orElseThrow().with("apiVersion", version).parameters(), this.manual, this.beside);
	}

	/**
	 * The same with every word of its parameters and instructions changed.
	 */
	Change each(UnaryOperator<String> word) {
		Map<String, String> changed = new HashMap<>(this.parameters);
		changed.replaceAll((name, value) -> word.apply(value));
		return with(changed, (this.manual != null) ? word.apply(this.manual) : null,
				(this.beside != null) ? new Beside(this.beside.task(), word.apply(this.beside.manual())) : null);
	}

	private Change with(Map<String, String> parameters, String manual, Beside beside) {
		return new Change(this.refused, this.retained, this.keptFor, this.option, manual, beside, this.procedure,
				this.kamelet, parameters, this.people, this.elements, this.person, this.phones, this.fields,
				this.readOnly);
	}

	/**
	 * How its calls are made.
	 */
	public Optional<Source.Action> action() {
		return Optional.ofNullable(this.kamelet).map((name) -> new Source.Action(name, this.parameters));
	}

	/**
	 * A manual task of its own.
	 *
	 * @param task its name
	 * @param manual what the person is to do
	 */
	public record Beside(String task, String manual) {
	}

	/**
	 * What is done to each record.
	 */
	public enum Procedure {

		/**
		 * An item that may name several people: the subject is taken out, or corrected.
		 */
		PEOPLE,
		/** A user of Entra ID. */
		USER,
		/** A person's account in an application: its roles, or the whole of it. */
		ACCOUNT;

		@com.fasterxml.jackson.annotation.JsonValue
		public String label() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

	}

}
