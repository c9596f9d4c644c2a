package org.dsrhub.task;

import java.time.Instant;

/**
 * What a task waits for.
 *
 * @param person whether nobody but a person can go on with it
 * @param until when to look again, or null
 * @param reason why it needs a person, or null
 * @param instructions what the person is to do, or null
 */
public record Waiting(boolean person, Instant until, String reason, String instructions) {
}
