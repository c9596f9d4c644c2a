package org.dsrhub.notice;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * Days, times and numbers as a language writes them.
 *
 * @param zone in which days begin and end
 */
record AnswerFormat(Locale locale, ZoneId zone) {

	/**
	 * The format of a language.
	 * @param language two letters; English is Europe's
	 */
	static AnswerFormat of(String language, ZoneId zone) {
		return new AnswerFormat(language.equals("en") ? Locale.UK : Locale.forLanguageTag(language), zone);
	}

	String day(LocalDate day) {
		return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(this.locale).format(day);
	}

	String day(Instant instant) {
		return day(LocalDate.ofInstant(instant, this.zone));
	}

	/**
	 * A day and the time of it, such as {@code 28 November 2026, 17:03}.
	 */
	String time(Instant instant) {
		return day(instant) + ", " + DateTimeFormatter.ofPattern("HH:mm").withZone(this.zone).format(instant);
	}

	String number(long number) {
		return NumberFormat.getIntegerInstance(this.locale).format(number);
	}

}
