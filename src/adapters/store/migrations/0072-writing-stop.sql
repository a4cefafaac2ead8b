-- Whether results wait unwritten while the button is pressed. Corrections of what was written go on.
ALTER TABLE trabecula.card_stop ADD COLUMN writing text NOT NULL DEFAULT 'go-on' CHECK (writing IN ('go-on', 'stop'));
