package dev.baton.web.board;

import java.util.List;

/**
 * The end of a run's log.
 *
 * @param place where to go on
 * @param cut whether there is more before it
 */
record LogView(String unit, String place, boolean cut, List<Ansi.Piece> pieces) {}
