package status

// GroupID names one group for as long as it has downloads in the queue.
type GroupID string

// Place is where in a list a download stands, as its file's name and tags tell.
type Place struct {
	List   string `json:",omitempty"` // title of the list
	Number int    `json:",omitempty"` // from 1; 0 when files are not numbered
	Total  int    `json:",omitempty"` // entries of the whole list, 0 when unknown
	Artist string `json:",omitempty"` // of the album that the list is; empty where it is none
	Disc   int    `json:",omitempty"` // of that album, from 1; 0 where it is none
}
