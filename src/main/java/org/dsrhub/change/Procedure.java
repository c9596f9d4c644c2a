package org.dsrhub.change;

/**
 * How one record is brought from what it is to what was asked for. Asked again and again
 * what comes next, it decides by what it has read alone, so that it may be begun anew
 * after any interruption: what was done shows, and is not done twice. The end comes only
 * after the service's yes has been read back.
 */
@FunctionalInterface
public interface Procedure {

	Step next(Situation situation);

}
