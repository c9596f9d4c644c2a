package org.dsrhub.task;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads staged records.
 */
public interface StagedRecords {

	List<String> page(UUID request, Set<String> sources, long after, int limit);

}
