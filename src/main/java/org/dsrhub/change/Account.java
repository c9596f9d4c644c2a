package org.dsrhub.change;

import java.util.function.Consumer;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.source.Change;
import org.dsrhub.subject.Subject;

/**
 * What becomes of a person's account in an application. An account is one person's, so
 * there is nobody to be spared in it; what is no person's account, such as that of a
 * group, is left alone.
 *
 * @param person the field that names whose it is
 * @param roles the field that lists what it may do, objects with a {@code role} each
 */
record Account(String person, String roles, Own own) {

	private static final String NO_PERSON = "the account is not the person's own but that of a group of which they are a member;"
			+ " take them out of the group in Entra ID";

	static Account of(Change change, Subject subject) {
		return new Account(change.person(), change.elements(), new Own(subject));
	}

	/**
	 * It goes.
	 */
	Function<JsonNode, Edit> deletion() {
		return (item) -> persons(item, new Edit.Delete());
	}

	/**
	 * It stays and may do nothing.
	 */
	Function<JsonNode, Edit> restriction() {
		return edit((account) -> account.putArray(this.roles));
	}

	/**
	 * It may do again what it might before a restriction, if nobody gave it anything
	 * since.
	 */
	Function<JsonNode, Edit> lift(JsonNode original) {
		return edit((account) -> {
			if (account.path(this.roles).isEmpty()) {
				account.set(this.roles, original.path(this.roles));
			}
		});
	}

	/**
	 * It may do what is right.
	 * @param right a list of roles as the service has them, or a text with the ids of
	 * roles, joined by {@code |}
	 */
	Function<JsonNode, Edit> correction(JsonNode right) {
		return edit((account) -> account.set(this.roles, right.isTextual() ? named(right.asText()) : right));
	}

	private static ArrayNode named(String ids) {
		ArrayNode roles = JsonNodeFactory.instance.arrayNode();
		for (String id : ids.split("\\|")) {
			roles.addObject().put("role", id.trim());
		}
		return roles;
	}

	private Function<JsonNode, Edit> edit(Consumer<ObjectNode> change) {
		return (item) -> {
			ObjectNode copy = item.deepCopy();
			change.accept(copy);
			return persons(item, copy.equals(item) ? new Edit.Keep() : new Edit.Replace(copy));
		};
	}

	private Edit persons(JsonNode item, Edit edit) {
		if (!item.hasNonNull(this.person)) {
			return new Edit.Refuse(NO_PERSON);
		}
		return this.own.names(item.path(this.person).asText()) ? edit : new Edit.Gone();
	}

}
