package org.dsrhub.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.record.DataField;
import org.dsrhub.request.FieldError;
import org.dsrhub.request.LeftOut;

/**
 * Holds what a person wants to leave out against what was found, record by record.
 */
final class LeftOutCheck {

	private final List<LeftOut> wanted;

	private final Map<String, List<Integer>> byRecord = new HashMap<>();

	private final Set<Integer> records = new HashSet<>();

	private final Map<Integer, JsonPointer> fields = new HashMap<>();

	private final Map<Place, Integer> places = new HashMap<>();

	LeftOutCheck(List<LeftOut> wanted) {
		this.wanted = wanted;
		for (int i = 0; i < wanted.size(); i++) {
			this.byRecord.computeIfAbsent(wanted.get(i).record(), (record) -> new ArrayList<>()).add(i);
		}
	}

	/**
	 * Takes a record that was found.
	 */
	void take(JsonNode found) {
		for (int index : this.byRecord.getOrDefault(found.path("id").asText(), List.of())) {
			LeftOut one = this.wanted.get(index);
			this.records.add(index);
			if (!one.whole()) {
				DataField.find(found.path("data"), one.field()).ifPresent((field) -> {
					this.fields.putIfAbsent(index, field);
					this.places.putIfAbsent(new Place(one.record(), field), index);
				});
			}
		}
	}

	/**
	 * What was not found, and fields that lie within others, in the order in which they
	 * were named.
	 */
	List<FieldError> faults() {
		Map<String, String> faults = new LinkedHashMap<>();
		for (int i = 0; i < this.wanted.size(); i++) {
			String at = "leaveOut[" + i + "]";
			if (!this.records.contains(i)) {
				faults.put(at, "is no record of this request; nothing was decided");
			}
			else if (!this.wanted.get(i).whole() && !this.fields.containsKey(i)) {
				faults.put(at + ".field",
						"is not in the record's data; write it like properties.requests[0].justification");
			}
			else if (within(i).isPresent()) {
				faults.put(at + ".field",
						"lies within leaveOut[%d], or is the same; take it out".formatted(within(i).get()));
			}
		}
		return faults.entrySet().stream().map((fault) -> new FieldError(fault.getKey(), fault.getValue())).toList();
	}

	private Optional<Integer> within(int index) {
		for (JsonPointer field = this.fields.get(index); field != null; field = field.head()) {
			Integer other = this.places.get(new Place(this.wanted.get(index).record(), field));
			if (other != null && other != index) {
				return Optional.of(other);
			}
		}
		return Optional.empty();
	}

	private record Place(String record, JsonPointer field) {
	}

}
