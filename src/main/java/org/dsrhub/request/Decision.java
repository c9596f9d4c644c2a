package org.dsrhub.request;

import java.util.List;

/**
 * A person's word on a request.
 */
public record Decision(String decision, String reason, List<String> leaveOut) {
}
