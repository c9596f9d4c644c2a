package org.dsrhub.task;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.security.Caller;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.springframework.stereotype.Component;

/**
 * The records of a request as one caller may read them: those of sources that grant them
 * {@code access}.
 */
@Component
public class ReadableRecords {

	private final Catalogue catalogue;

	private final StagedRecords staged;

	ReadableRecords(Catalogue catalogue, StagedRecords staged) {
		this.catalogue = catalogue;
		this.staged = staged;
	}

	/**
	 * A page of records, one JSON document each, in their order.
	 * @param after how many of the caller's records come before
	 */
	public List<String> page(UUID request, Caller caller, long after, int limit) {
		Set<String> open = this.catalogue.all()
			.stream()
			.filter((source) -> source.grants(Right.ACCESS, caller.roles()))
			.map(Source::source)
			.collect(Collectors.toUnmodifiableSet());
		return open.isEmpty() ? List.of() : this.staged.page(request, open, after, limit);
	}

}
