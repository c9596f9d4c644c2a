package org.dsrhub.intake;

/**
 * A tenant's turn is over in the middle of a file.
 */
class TurnOver extends RuntimeException {

}
