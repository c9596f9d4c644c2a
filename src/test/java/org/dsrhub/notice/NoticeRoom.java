package org.dsrhub.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.Workshop;

/**
 * The beans of this room, made by hand for tests.
 */
public final class NoticeRoom {

	private NoticeRoom() {
	}

	public static Results results(Workshop shop) {
		return new Results(shop.jdbc(), new ObjectMapper());
	}

}
