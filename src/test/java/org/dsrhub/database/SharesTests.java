package org.dsrhub.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SharesTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			nobody waits                                | 4 |   | -          | -              | -
			there is no room                            | 0 |   | a:0        | a:3            | -
			one tenant gets all the room                | 4 |   | a:0        | a:9            | a a a a
			and no more than it has                     | 4 |   | a:0        | a:2            | a a
			also if it has much already                 | 2 |   | a:30       | a:9            | a a
			two take turns                              | 4 |   | a:0 b:0    | a:9 b:9        | a b a b
			the one with a single row is among them     | 4 |   | a:0 z:0    | a:9 z:1        | a z a a
			who has less being worked on is first       | 4 |   | a:2 b:0    | a:9 b:9        | b b a b
			until they are equal                        | 5 |   | a:2 b:0    | a:9 b:9        | b b a b a
			what nobody waits for goes to the others    | 4 |   | a:5 b:0    | a:9 b:1        | b a a a
			after a comes b                             | 1 | a | a:0 b:0    | a:9 b:9        | b
			after the last comes the first              | 1 | c | a:0 c:0    | a:9 c:9        | a
			a turn goes on where it was                 | 3 | b | a:0 b:0 c:0 | a:9 b:9 c:9   | c a b
			one whose tenant waits no more is passed by | 2 | b | a:0 c:0    | a:9 c:9        | c a
			a tenant that nobody works for counts none  | 2 |   | b:1        | a:9 b:9        | a a
			""")
	void the_room_is_shared(String name, int room, String last, String working, String due, String expected) {
		assertThat(
				Shares.choose(room, last, numbers(working), queues(numbers(due))).stream().map(Shares.Choice::tenant))
			.containsExactlyElementsOf(words(expected));
	}

	@Property(tries = 500)
	void all_the_room_is_used_and_no_more_and_no_row_is_chosen_twice(@ForAll @IntRange(max = 40) int room,
			@ForAll @Size(max = 12) List<@IntRange(max = 20) Integer> lengths,
			@ForAll @Size(max = 12) List<@IntRange(max = 20) Integer> held) {
		Map<String, List<UUID>> due = queues(named(lengths));
		List<Shares.Choice> chosen = Shares.choose(room, null, named(held), due);
		assertThat(chosen).doesNotHaveDuplicates()
			.hasSize(Math.min(room, lengths.stream().mapToInt(Integer::intValue).sum()));
		due.forEach((tenant, rows) -> assertThat(
				chosen.stream().filter((choice) -> choice.tenant().equals(tenant)).map(Shares.Choice::row).toList())
			.isEqualTo(rows.subList(0, (int) count(chosen, tenant))));
	}

	@Property(tries = 500)
	void nobody_gets_more_than_one_more_than_another_who_still_waits(@ForAll @IntRange(max = 40) int room,
			@ForAll @Size(max = 12) List<@IntRange(max = 20) Integer> lengths) {
		Map<String, List<UUID>> due = queues(named(lengths));
		List<Shares.Choice> chosen = Shares.choose(room, null, Map.of(), due);
		for (String tenant : due.keySet()) {
			if (count(chosen, tenant) < due.get(tenant).size()) {
				assertThat(due.keySet()).allMatch((other) -> count(chosen, other) <= count(chosen, tenant) + 1);
			}
		}
	}

	/**
	 * Others never run out of rows, and end theirs in any order.
	 */
	@Property(tries = 200)
	void one_of_whom_nothing_is_worked_on_waits_for_one_round_at_most(@ForAll @IntRange(min = 1, max = 10) int others,
			@ForAll @IntRange(max = 9) int place, @ForAll @IntRange(min = 1, max = 6) int nodeRoom,
			@ForAll @Size(40) List<@IntRange(max = 5) Integer> ends) {
		String late = "t" + place + "-late";
		Deque<String> worked = new ArrayDeque<>();
		String last = null;
		for (int turn = 0; turn < 40; turn++) {
			Map<String, List<UUID>> due = endless(others);
			if (turn >= 20) {
				due.put(late, List.of(UUID.randomUUID()));
			}
			Map<String, Integer> working = new HashMap<>();
			worked.forEach((tenant) -> working.merge(tenant, 1, Integer::sum));
			for (Shares.Choice choice : Shares.choose(nodeRoom - worked.size(), last, working, due)) {
				worked.add(choice.tenant());
				last = choice.tenant();
			}
			if (worked.contains(late)) {
				return;
			}
			// One at least is ended, whichever.
			for (int rotate = ends.get(turn); rotate > 0; rotate--) {
				worked.add(worked.poll());
			}
			worked.poll();
			assertThat(turn).as("turns until the late one is worked for").isLessThanOrEqualTo(20 + others);
		}
	}

	private static Map<String, List<UUID>> endless(int tenants) {
		Map<String, Integer> lengths = new LinkedHashMap<>();
		for (int i = 0; i < tenants; i++) {
			lengths.put("t" + i, 10);
		}
		return queues(lengths);
	}

	private static long count(List<Shares.Choice> chosen, String tenant) {
		return chosen.stream().filter((choice) -> choice.tenant().equals(tenant)).count();
	}

	private static Map<String, Integer> named(List<Integer> numbers) {
		Map<String, Integer> named = new LinkedHashMap<>();
		for (int i = 0; i < numbers.size(); i++) {
			named.put("t" + i, numbers.get(i));
		}
		return named;
	}

	private static Map<String, Integer> numbers(String text) {
		return words(text).stream()
			.map((word) -> word.split(":"))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> Integer.valueOf(pair[1])));
	}

	private static List<String> words(String text) {
		return text.equals("-") ? List.of() : List.of(text.split(" +"));
	}

	private static Map<String, List<UUID>> queues(Map<String, Integer> lengths) {
		Map<String, List<UUID>> queues = new LinkedHashMap<>();
		lengths.forEach((tenant, length) -> queues.put(tenant,
				new ArrayList<>(Stream.generate(UUID::randomUUID).limit(length).toList())));
		return queues;
	}

}
